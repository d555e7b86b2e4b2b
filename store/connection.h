#pragma once

#include <soci/soci.h>

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/clock.h"
#include "core/date.h"
#include "core/enum_names.h"
#include "core/training.h"
#include "store/dialect.h"

/// Inside `store` only: SOCI with our values. Statements are SQL with named parameters, each name used once, bound in
/// order. One connection belongs to one thread. Whatever SOCI throws is translated (dialect.h).
namespace store {

namespace columns {

/// How a value is kept: enumerators as their code, instants as milliseconds since 1970, days as ISO text.
template <class T>
auto kept(const T& value) {
    if constexpr (std::is_enum_v<T>)
        return std::string{core::to_text(value)};
    else if constexpr (std::is_same_v<T, core::Training>)
        return std::string{value.text()};
    else if constexpr (std::is_integral_v<T>)
        return static_cast<long long>(value);
    else if constexpr (std::is_floating_point_v<T>)
        return static_cast<double>(value);
    else if constexpr (std::is_same_v<T, core::Instant>)
        return static_cast<long long>(value.time_since_epoch().count());
    else if constexpr (std::is_same_v<T, core::Date>)
        return core::iso_date(value);
    else if constexpr (std::is_same_v<T, std::vector<std::string>>)
        return value;
    else
        return std::string{value};
}

template <class T>
using Kept = decltype(kept(std::declval<T>()));

template <class T>
T given(Kept<T>&& value) {
    if constexpr (std::is_enum_v<T> || std::is_same_v<T, core::Training>) {
        const auto found = core::from_text<T>(value);
        if (!found) throw std::logic_error{"unknown code in the store: " + value};
        return *found;
    } else if constexpr (std::is_same_v<T, core::Instant>) {
        return core::Instant{std::chrono::milliseconds{value}};
    } else if constexpr (std::is_same_v<T, core::Date>) {
        const auto found = core::parse_date(value);
        if (!found) throw std::logic_error{"not a day in the store: " + value};
        return *found;
    } else if constexpr (std::is_arithmetic_v<T>) {
        return static_cast<T>(value);
    } else {
        return std::move(value);
    }
}

template <class T>
void bind(soci::statement& statement, const T& value) {
    if constexpr (std::is_same_v<T, std::vector<std::string>>)
        for (const auto& item : value) statement.exchange(soci::use(item));
    else
        statement.exchange(soci::use(value));
}

}  // namespace columns

class Connection {
  public:
    Connection(const std::filesystem::path& database, core::Clock clock);
    /// Of a copy that nobody writes: it can only be looked at. core::BadSetup when it is damaged.
    explicit Connection(const std::filesystem::path& copy);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    core::Instant now() const { return clock_(); }

    /// All rows of a SELECT, or of a statement with RETURNING.
    template <class... Columns, class... Values>
    std::vector<std::tuple<Columns...>> rows(const std::string& sql, const Values&... values);

    /// The only or first row.
    template <class... Columns, class... Values>
    std::optional<std::tuple<Columns...>> row(const std::string& sql, const Values&... values) {
        auto found = rows<Columns...>(sql, values...);
        if (found.empty()) return std::nullopt;
        return std::move(found.front());
    }

    /// The only column of the only row; std::logic_error when there is none.
    template <class Column, class... Values>
    Column value(const std::string& sql, const Values&... values) {
        auto found = row<Column>(sql, values...);
        if (!found) throw std::logic_error{"no row: " + sql};
        return std::get<0>(std::move(*found));
    }

    /// Runs an INSERT, UPDATE or DELETE; gives the number of rows it touched.
    template <class... Values>
    long long change(const std::string& sql, const Values&... values);

    /// The next number of a sequence, from 1, without gaps: it rolls back with its transaction.
    long long next(const std::string& sequence);
    /// Makes sure that `next` gives more than `number`.
    void at_least(const std::string& sequence, long long number);

    /// All or nothing. A call inside another joins it; when a joined call throws, the whole is rolled back even if the
    /// exception is caught on the way.
    void transaction(const std::function<void()>& work);
    bool in_transaction() const { return depth_ > 0; }
    /// Everything `look` reads is of one moment; others may write meanwhile. It joins a transaction that runs.
    void snapshot(const std::function<void()>& look);

    void copy_to(const std::filesystem::path& target);
    std::map<std::string, std::string> durability();
    void forget();

  private:
    void enclose(std::string_view begin, const std::function<void()>& work);
    void command(std::string_view sql);
    void roll_back() noexcept;

    soci::session session_;
    core::Clock clock_;
    int depth_ = 0;
    bool doomed_ = false;  ///< A joined call failed: the outermost one must not commit.
};

template <class... Columns, class... Values>
std::vector<std::tuple<Columns...>> Connection::rows(const std::string& sql, const Values&... values) {
    std::vector<std::tuple<Columns...>> found;
    std::tuple<columns::Kept<Columns>...> line;
    const std::tuple<columns::Kept<Values>...> bound{columns::kept(values)...};
    try {
        soci::statement statement{session_};
        std::apply([&](auto&... column) { (statement.exchange(soci::into(column)), ...); }, line);
        std::apply([&](const auto&... value) { (columns::bind(statement, value), ...); }, bound);
        statement.alloc();
        statement.prepare(sql);
        statement.define_and_bind();
        statement.execute();
        while (statement.fetch())
            std::apply([&](auto&... column) { found.emplace_back(columns::given<Columns>(std::move(column))...); },
                       line);
    } catch (const soci::soci_error&) {
        dialect::translate_exception();
    }
    return found;
}

template <class... Values>
long long Connection::change(const std::string& sql, const Values&... values) {
    const std::tuple<columns::Kept<Values>...> bound{columns::kept(values)...};
    try {
        soci::statement statement{session_};
        std::apply([&](const auto&... value) { (columns::bind(statement, value), ...); }, bound);
        statement.alloc();
        statement.prepare(sql);
        statement.define_and_bind();
        statement.execute(true);
        return statement.get_affected_rows();
    } catch (const soci::soci_error&) {
        dialect::translate_exception();
    }
}

/// `:p0, :p1, :p2`: the parameters of an IN list.
std::string parameter_list(std::size_t count);

}  // namespace store
