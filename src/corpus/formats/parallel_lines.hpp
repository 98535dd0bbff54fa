#pragma once

#include <cstddef>
#include <exception>
#include <utility>

#include "corpus/bytes/line_reader.hpp"
#include "corpus/bytes/pipeline.hpp"

namespace vilda::corpus {

/// Reads the lines that are left on all threads, some at a time: `parse(lines, parsed, thread)` makes
/// something of them, on any thread; `take(parsed, lines)` is given it, and the same lines again, in the
/// order of the file, one at a time. Where `parse` fails, what it has made is taken before its exception is
/// thrown.
template <class Parsed, class Parse, class Take>
void parse_in_parallel(LineReader& reader, Parse parse, Take take) {
  struct Block {
    LineBlock lines;
    Parsed parsed;
    std::exception_ptr failure;
  };
  constexpr std::size_t kUncommonSize = std::size_t{1} << 22;
  Pipeline<Block> pipeline(
      [&](Block& block, std::size_t thread) {
        LinesOfBlock lines(reader.name(), block.lines);
        try {
          parse(lines, block.parsed, thread);
        } catch (...) {
          block.failure = std::current_exception();
        }
      },
      [&](Block& block) {
        take(block.parsed, LinesOfBlock(reader.name(), block.lines));
        if (block.failure) std::rethrow_exception(block.failure);
        block.parsed.clear();
        if (block.lines.bytes.size() > kUncommonSize) block = Block();
      });
  pipeline.run([&] {
    for (Block block; reader.next_block(block.lines); block = pipeline.spare()) {
      const bool is_uncommon = block.lines.bytes.size() > kUncommonSize;
      pipeline.submit(std::move(block));
      if (is_uncommon) pipeline.wait();  // a long line, which is alone in memory
    }
  });
}

}  // namespace vilda::corpus
