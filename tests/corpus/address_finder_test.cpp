#include "corpus/text/address_finder.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "corpus/written_files.hpp"
#include "vilda/corpus/tokenizer.hpp"
#include "vilda/error.hpp"

namespace vilda::corpus {
namespace {

using Strings = std::vector<std::string>;

Strings addresses_in(std::string_view text) {
  Strings all;
  for (AddressFinder addresses(text); addresses.next();)
    all.emplace_back(text.substr(addresses.begin(), addresses.end() - addresses.begin()));
  return all;
}

Strings words_of(std::string_view text, Addresses addresses) {
  TextOptions options;
  options.addresses = addresses;
  options.stem = "english";
  Strings words;
  Tokenizer(options).tokenize(text, [&](std::string_view word) { words.emplace_back(word); });
  return words;
}

TEST(AddressFinder, FindsUrlsAndEMailAddresses) {
  EXPECT_EQ(addresses_in("see http://example.org/a?b=c#d and HTTPS://x.y, or git+ssh://h/p"),
            (Strings{"http://example.org/a?b=c#d", "HTTPS://x.y", "git+ssh://h/p"}));
  EXPECT_EQ(addresses_in("www.example.org and me@example.org"),
            (Strings{"www.example.org", "me@example.org"}));
  EXPECT_EQ(addresses_in("mailto:first.last+tag@mail.example-host.co.uk"),
            Strings{"first.last+tag@mail.example-host.co.uk"});
}

TEST(AddressFinder, WhatEndsASentenceIsNotPartOfAnAddress) {
  EXPECT_EQ(addresses_in("(http://example.org/a_(b)). Or \"http://x.org/?\"!"),
            (Strings{"http://example.org/a_(b)", "http://x.org/"}));
  EXPECT_EQ(addresses_in("<me@example.org>, you@example.org."),
            (Strings{"me@example.org", "you@example.org"}));
  EXPECT_EQ(addresses_in("访问http://example.org。"), Strings{"http://example.org"});
}

TEST(AddressFinder, WhatOnlyLooksLikeAnAddressIsNone) {
  for (const char* text : {"", "://", "a :// b", "http://", "http:// x", "www.", "wwww.x", "@", "a@b", "a@b.",
                           "a@.com", "@example.org", "a@b.c", "a@b.c1", "a @b.com", "ratio 1://2 "}) {
    EXPECT_EQ(addresses_in(text), Strings{}) << text;
  }
}

/// Looking ahead again and again would take minutes.
TEST(AddressFinder, WhatLooksLikeManyAddressesTakesNoLongerThanOtherText) {
  const auto begin = std::chrono::steady_clock::now();
  for (const std::string_view part : {"a://!", "(www.!", "a@b ", "a://b ", "a.a@", ")", "]"}) {
    std::string text = "a://b";
    while (text.size() < 1'000'000) text += part;
    EXPECT_GE(addresses_in(text).size(), 1u) << part;
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
}

TEST(Addresses, AreSplitKeptOrDropped) {
  const std::string text = "Winters http://Example.org/winters by me@example.org running";
  EXPECT_EQ(words_of(text, Addresses::split),
            (Strings{"winter", "http", "example.org", "winter", "me@example.org", "run"}));
  EXPECT_EQ(words_of(text, Addresses::token),
            (Strings{"winter", "http://example.org/winters", "me@example.org", "run"}));
  EXPECT_EQ(words_of(text, Addresses::drop), (Strings{"winter", "run"}));
}

TEST(Addresses, AreNamed) {
  for (const Addresses addresses : {Addresses::split, Addresses::token, Addresses::drop})
    EXPECT_EQ(addresses_named(name_of(addresses)), addresses);
  EXPECT_EQ(testing::WrittenFiles().message_of<InvalidOption>([] { addresses_named("keep"); }),
            "--addresses: found \"keep\"; expected split, token or drop");
}

}  // namespace
}  // namespace vilda::corpus
