#include "vilda/vi/item_order.hpp"

#include <boost/random/uniform_int_distribution.hpp>
#include <numeric>
#include <utility>

#include "vilda/math/random.hpp"

namespace vilda::vi {

std::vector<std::size_t> in_order(std::size_t num_items) {
  std::vector<std::size_t> items(num_items);
  std::iota(items.begin(), items.end(), std::size_t{0});
  return items;
}

std::vector<std::size_t> shuffled(std::size_t num_items, std::uint64_t seed, std::uint64_t pass) {
  std::vector<std::size_t> items = in_order(num_items);
  math::CounterEngine random(seed, math::Stream::item_order, pass);
  for (std::size_t left = num_items; left > 1; --left) {
    boost::random::uniform_int_distribution<std::size_t> any_of_the_rest(0, left - 1);
    std::swap(items[left - 1], items[any_of_the_rest(random)]);
  }
  return items;
}

}  // namespace vilda::vi
