#include "io/mapped_range.hpp"

#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <mutex>

namespace vilda::io {
namespace {

// A signal handler reads it at any time: links are only ever added, and used again.
std::atomic<MappedRange*> first_range = nullptr;
std::uintptr_t page_size = 0;
struct sigaction action_before {};

MappedRange* range_with(std::uintptr_t address) {
  for (MappedRange* range = first_range.load(); range != nullptr; range = range->next) {
    const auto begin = reinterpret_cast<std::uintptr_t>(range->begin.load());
    if (begin != 0 && address >= begin && address - begin < range->size.load()) return range;
  }
  return nullptr;
}

/// Nothing but system calls: it may interrupt anything. On return the access that failed is made again.
extern "C" void replace_lost_pages(int number, siginfo_t* info, void* /*context*/) {
  const auto address = reinterpret_cast<std::uintptr_t>(info->si_addr);
  MappedRange* const range = range_with(address);
  if (range == nullptr) {
    ::sigaction(number, &action_before, nullptr);
    return;
  }
  const std::uintptr_t page = address / page_size * page_size;
  const std::uintptr_t end = reinterpret_cast<std::uintptr_t>(range->begin.load()) + range->size.load();
  range->lost = true;
  if (::mmap(reinterpret_cast<void*>(page), end - page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED,
             -1, 0) == MAP_FAILED)
    ::sigaction(number, &action_before, nullptr);
}

void install_handler() {
  page_size = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
  struct sigaction action {};
  action.sa_sigaction = replace_lost_pages;
  action.sa_flags = SA_SIGINFO;
  ::sigaction(SIGBUS, &action, &action_before);
}

MappedRange* unused_range() {
  for (MappedRange* range = first_range.load(); range != nullptr; range = range->next)
    if (range->begin.load() == nullptr) return range;
  auto* const range = new MappedRange;
  range->next = first_range.load();
  first_range = range;
  return range;
}

}  // namespace

MappedRange* watch(const std::byte* begin, std::size_t size) {
  static std::mutex one_at_a_time;
  const std::lock_guard lock(one_at_a_time);
  static const bool installed = (install_handler(), true);
  static_cast<void>(installed);
  MappedRange* const range = unused_range();
  range->lost = false;
  range->size = size;
  range->begin = begin;
  return range;
}

void unwatch(MappedRange* range) {
  range->begin = nullptr;
}

}  // namespace vilda::io
