#pragma once

#include <string>
#include <string_view>

#include "chains/recognise/recognise.h"

// The readings of one word, by form. Each adds what fits and leaves the rest alone.
namespace homing::recognising {

struct Found {
    std::vector<Candidate> candidates;
    std::vector<Hint> hints;
    bool seek_typos = true;  // spend thousands of checksums on where a typo may be

    void hint(std::string code, std::string text);
    bool has_hint(std::string_view code) const;
};

// The chain behind a short code of our tables ("btc"); every code of a table is known.
Place place_of(std::string_view code);
// Of codes separated by spaces.
std::vector<Place> places_of(std::string_view codes);

// An address as parse_destination reads it on every network we speak but the EVM ones; `form` is
// what the chains call it. False where none reads it.
bool add_spoken(std::string_view word, std::string_view form, Found& found);

void read_base58(std::string_view word, Found& found);
void read_bech32(std::string_view word, Found& found);
void read_hex(std::string_view word, Found& found);
void read_strkey(std::string_view word, Found& found);
void read_base64(std::string_view word, Found& found);
void read_number(std::string_view word, Found& found);
void read_name(std::string_view word, Found& found);

// Explorer and payment links, with what is in them. False when the word is neither.
bool read_link(std::string_view word, Found& found);

// All readings of one word but links.
void read_word(std::string_view word, Found& found);

}  // namespace homing::recognising
