#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

/// Outputs that appear whole or not at all: written beside their place as `.NAME.partial-PID`, synced,
/// renamed. What a killed process left there, the next one that writes NAME removes.
namespace vilda::io {

/// Where bytes go, piece by piece.
using Sink = std::function<void(std::string_view)>;

enum class OutputKind { file, folder };

/// The path with a name at its end, by which it can be moved: no slash there, and the folder that `.` or `..`
/// there means.
std::filesystem::path named(const std::filesystem::path& path);

/// Throws InvalidOption if something stands at `path` and `force` is not given, or if it is of another kind,
/// and Failure if the folder that `path` lies in is missing or cannot be written to. For use before long
/// work.
void require_free(const std::filesystem::path& path, bool force, OutputKind kind = OutputKind::file);

/// Writes a file. Throws as `require_free`, Failure where it cannot be written, ResourceLimit where the disk
/// is full.
void write_file(const std::filesystem::path& path, std::string_view content, bool force);

/// The same of what `write` gives to the sink.
void write_file(const std::filesystem::path& path, const std::function<void(const Sink&)>& write, bool force);

/// A file under construction that is written at any place; without `commit` nothing remains of it.
class OutputFile {
 public:
  /// Throws as `require_free`.
  OutputFile(std::filesystem::path path, bool force);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  const std::filesystem::path& path() const { return path_; }

  /// Writes bytes at an offset; what is never written is zero. Throws as `write_file`.
  void write_at(std::uint64_t offset, std::string_view bytes) const;

  /// Makes the file so many bytes long, cut off or filled with zeros.
  void set_size(std::uint64_t size) const;

  /// Moves the file to its place; what stood there is then removed.
  void commit();

 private:
  std::filesystem::path path_;
  std::filesystem::path partial_;
  bool force_;
  int descriptor_;
};

/// A folder under construction; without `commit` nothing remains of it.
class OutputFolder {
 public:
  /// Throws as `require_free`.
  OutputFolder(std::filesystem::path path, bool force);
  ~OutputFolder();
  OutputFolder(const OutputFolder&) = delete;
  OutputFolder& operator=(const OutputFolder&) = delete;

  /// Where to put the files until `commit`.
  const std::filesystem::path& place() const { return partial_; }

  /// Adds a file, `name` relative to the folder, at most one folder deep. Throws as `write_file`.
  void write(const std::filesystem::path& name, std::string_view content) const;

  /// The same of what `write` gives to the sink.
  void write(const std::filesystem::path& name, const std::function<void(const Sink&)>& write) const;

  /// Moves the folder to its place, at once where the file system can; what stood there is then removed.
  void commit();

 private:
  std::filesystem::path path_;
  std::filesystem::path partial_;
  bool force_;
  int lock_;  // a descriptor; held as long as the folder is under construction
};

}  // namespace vilda::io
