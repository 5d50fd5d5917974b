#include "pm-trade/live_admission.hpp"

#include <array>
#include <fcntl.h>
#include <unistd.h>

#include "base/json.hpp"
#include "base/json_writer.hpp"
#include "base/text.hpp"
#include "base/time_text.hpp"
#include "cli/settings.hpp"
#include "keys/descriptor.hpp"
#include "keys/private_file.hpp"
#include "risk/limit_settings.hpp"

namespace pm::trade {

namespace {

constexpr std::size_t last_characters = 6;

std::string ending(const std::string& account) {
    return account.size() < last_characters ? account
                                            : account.substr(account.size() - last_characters);
}

/// Asks at the terminal; nothing when there is none.
std::optional<std::string> ask(const Applicant& applicant) {
    const keys::Descriptor terminal{::open("/dev/tty", O_RDWR | O_CLOEXEC)};
    if (!terminal.open()) return std::nullopt;
    const auto question = "REAL MONEY at " + applicant.venue + "\nType the last " +
                          std::to_string(last_characters) + " characters of " + applicant.account +
                          ": ";
    if (::write(terminal.number(), question.data(), question.size()) < 0) return std::nullopt;
    std::array<char, 128> line{};
    const auto got = ::read(terminal.number(), line.data(), line.size());
    if (got <= 0) return std::nullopt;
    return std::string{trimmed({line.data(), static_cast<std::size_t>(got)})};
}

}  // namespace

void LiveFlags::declare(cli::Options& options) {
    options.flag("--live", live, "Real money: needs limits, a key, and a doctor's visit");
    options
        .value("--live-account", account,
               "With --live and no terminal: the wallet's address, to show that it is meant")
        .value_name("ADDRESS");
}

Result<std::string> doctor_note_path(const cli::Settings& settings) {
    auto folder = settings.state_folder();
    if (!folder) return pass(folder);
    return *folder + "/doctor.json";
}

Result<void> write_doctor_note(const cli::Settings& settings, const DoctorNote& note) {
    auto path = doctor_note_path(settings);
    if (!path) return pass(path);
    std::string text;
    JsonWriter json{text};
    json.begin_object();
    json.key("at").string(time_text(note.at));
    json.key("account").string(note.account);
    json.key("venue").string(note.venue);
    json.end_object();
    text += '\n';
    return keys::write_private_file(*path, text, keys::Existing::replace);
}

Result<DoctorNote> read_doctor_note(const cli::Settings& settings) {
    auto path = doctor_note_path(settings);
    if (!path) return pass(path);
    auto bytes = keys::read_private_file({*path, 4096, keys::FileOwner::us});
    if (!bytes) return pass(bytes);
    auto json = Json::parse(bytes->view());
    if (!json || !json->is_object()) return fail(Errc::malformed, "doctor's note is damaged");
    DoctorNote note;
    const auto at = parse_time(json->string("at").value_or(""));
    if (!at) return fail(Errc::malformed, "doctor's note has no date");
    note.at = *at;
    note.account = json->string("account").value_or("");
    note.venue = json->string("venue").value_or("");
    return note;
}

Result<risk::Limits> live_limits(const cli::Settings& settings) {
    return risk::read_limits(TradingMode::live,
                             [&](std::string_view name) -> std::optional<std::string> {
                                 if (settings.defaulted(name)) return std::nullopt;
                                 return settings.text(name);
                             });
}

Result<void> judge(const Applicant& applicant, const Result<DoctorNote>& note, Timestamp now,
                   const std::optional<std::string>& typed) {
    constexpr auto see_doctor = "run: pm-trade doctor --live";
    if (!note) return fail(Errc::refused, "doctor has never passed here", see_doctor);
    if (note->account != applicant.account || note->venue != applicant.venue) {
        return fail(Errc::refused, "doctor has looked at another account or venue", see_doctor);
    }
    if (now - note->at > doctor_valid || note->at > now + std::chrono::minutes{5}) {
        return fail(Errc::refused, "doctor's last visit is not of the last 24 hours", see_doctor);
    }
    if (!applicant.flags.account.empty()) {
        if (lower_case(applicant.flags.account) == lower_case(applicant.account)) return {};
        return fail(Errc::bad_input, "--live-account is not the account of this key",
                    "the settings mean " + applicant.account);
    }
    if (!typed) {
        return fail(Errc::refused, "nobody here to confirm that real money is meant",
                    "give --live-account " + applicant.account);
    }
    if (lower_case(*typed) == lower_case(ending(applicant.account))) return {};
    return fail(Errc::refused, "that is not how the account's address ends");
}

Result<void> admit(cli::Env& env, const Applicant& applicant) {
    const auto note = read_doctor_note(*env.settings);
    // Nobody is asked to type for a run that would be refused anyway.
    std::optional<std::string> typed;
    auto sure = applicant;
    sure.flags.account = applicant.account;
    if (auto ok = judge(sure, note, env.clock.now(), typed); !ok) return ok;
    if (applicant.flags.account.empty()) typed = ask(applicant);
    return judge(applicant, note, env.clock.now(), typed);
}

}  // namespace pm::trade
