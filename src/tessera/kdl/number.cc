#include <algorithm>
#include <charconv>
#include <limits>

#include "tessera/kdl/chars.h"
#include "tessera/kdl/parser.h"

namespace tessera::kdl {

namespace {

/// One or more digits with `_` between or after them, the first no `_`; appended without `_`.
template <class IsDigit>
bool take_digits(std::string_view& rest, std::string& out, IsDigit is_one) {
    if (rest.empty() || !is_one(rest.front())) {
        return false;
    }
    while (!rest.empty() && (is_one(rest.front()) || rest.front() == '_')) {
        if (rest.front() != '_') {
            out += rest.front();
        }
        rest.remove_prefix(1);
    }
    return true;
}

/// Too small is nothing; too large is the largest there is, since KDL has no infinity.
double read_real(std::string_view text) {
    double real = 0;
    const auto [at, error] = std::from_chars(text.data(), text.data() + text.size(), real);
    if (error == std::errc::result_out_of_range) {
        real = text.contains("e-") ? 0.0 : std::numeric_limits<double>::max();
        return text.front() == '-' ? -real : real;
    }
    return real;
}

double read_power_of_two(std::string_view digits, int base) {
    double value = 0;
    for (const char c : digits) {
        const char lower = static_cast<char>(c | 0x20);
        value = value * base + (lower >= 'a' ? lower - 'a' + 10 : c - '0');
    }
    return std::min(value, std::numeric_limits<double>::max());
}

void set_whole(Value& out, const std::string& sign_and_digits, int base) {
    std::int64_t whole = 0;
    const char* end = sign_and_digits.data() + sign_and_digits.size();
    const auto [at, error] = std::from_chars(sign_and_digits.data(), end, whole, base);
    if (error == std::errc{} && at == end) {
        out.data = whole;
    } else if (base == 10) {
        out.data = read_real(sign_and_digits);
    } else {
        const bool negative = sign_and_digits.front() == '-';
        const double size =
            read_power_of_two(std::string_view(sign_and_digits).substr(negative ? 1 : 0), base);
        out.data = negative ? -size : size;
    }
}

struct Base {
    std::string_view prefix;
    int base;
};

bool is_digit_of(char c, int base) {
    const char lower = static_cast<char>(c | 0x20);
    const int digit = c >= '0' && c <= '9'           ? c - '0'
                      : lower >= 'a' && lower <= 'z' ? lower - 'a' + 10
                                                     : 99;
    return digit < base;
}

}  // namespace

bool read_number(std::string_view word, Value& out) {
    std::string text;
    if (!word.empty() && (word.front() == '-' || word.front() == '+')) {
        text = word.front() == '-' ? "-" : "";
        word.remove_prefix(1);
    }
    const auto decimal = [](char c) { return is_digit_of(c, 10); };
    for (const Base& b : {Base{"0x", 16}, Base{"0o", 8}, Base{"0b", 2}}) {
        if (word.starts_with(b.prefix)) {
            word.remove_prefix(2);
            const auto is_one = [&](char c) { return is_digit_of(c, b.base); };
            if (!take_digits(word, text, is_one) || !word.empty()) {
                return false;
            }
            set_whole(out, text, b.base);
            return true;
        }
    }
    if (!take_digits(word, text, decimal)) {
        return false;
    }
    if (word.empty()) {
        set_whole(out, text, 10);
        return true;
    }
    if (word.front() == '.') {
        text += '.';
        word.remove_prefix(1);
        if (!take_digits(word, text, decimal)) {
            return false;
        }
    }
    if (!word.empty() && (word.front() == 'e' || word.front() == 'E')) {
        text += 'e';
        word.remove_prefix(1);
        if (!word.empty() && (word.front() == '-' || word.front() == '+')) {
            text += word.front();
            word.remove_prefix(1);
        }
        if (!take_digits(word, text, decimal)) {
            return false;
        }
    }
    if (!word.empty()) {
        return false;
    }
    out.data = read_real(text);
    return true;
}

}  // namespace tessera::kdl
