// Configuration: which key map to use, and with which leader keys; for now, or for good.
//
// Configuration: is_setup_wizard "true": says hello, and Enter saves.

#include <string>
#include <utility>
#include <vector>

#include "../common/page.h"
#include "presets.h"
#include "tessera/sdk/plugin.h"
#include "tessera/sdk/ui.h"

namespace tessera::configuration {

namespace {

using namespace sdk;

constexpr int kHeadRows = 3;  // title, what happened, blank
constexpr std::size_t kSettings = 3;

std::string leader_name(std::size_t leader) {
    return kLeaders[leader].empty() ? "none" : std::string(kLeaders[leader]);
}

std::size_t turned(std::size_t value, int by, std::size_t count) {
    return (value + count + static_cast<std::size_t>(by)) % count;  // modulo: also for -1
}

class ConfigurationPage final : public Plugin {
public:
    void load(const Configuration& configuration) override {
        const auto wizard = configuration.find("is_setup_wizard");
        is_wizard_ = wizard != configuration.end() && wizard->second == "true";
        subscribe({EventType::Key, EventType::Mouse, EventType::ConfigWasWrittenToDisk,
                   EventType::FailedToWriteConfigToDisk, EventType::PermissionRequestResult});
        request_permission({PermissionType::ReadApplicationState,
                            PermissionType::ChangeApplicationState, PermissionType::Reconfigure});
        rename_plugin_pane(static_cast<std::uint32_t>(get_plugin_ids().plugin_id),
                           is_wizard_ ? "Welcome" : "Configuration");
    }

    bool update(const Event& event) override {
        if (const auto key = event.key()) {
            return press(*key);
        }
        if (const auto mouse = event.mouse()) {
            const auto entry = page_.entry_at(mouse->line);
            if (mouse->name != Mouse::MouseLeftClick || !entry) {
                return false;
            }
            selected_ = *entry;
            turn(1);
            return true;
        }
        if (event.type() == EventType::ConfigWasWrittenToDisk) {
            tell("Saved in the configuration file.");
            return true;
        }
        if (event.type() == EventType::FailedToWriteConfigToDisk) {
            tell("The configuration file cannot be written.", true);
            return true;
        }
        return false;
    }

    void render(int rows, int columns) override {
        page_.begin(rows, columns);
        page_.put(
            Text(is_wizard_ ? "Welcome to Tessera! Which keys do you like?" : "Keys").color_all(2),
            0);
        if (!told_.empty()) {
            Text text(told_);
            page_.put(is_trouble_ ? text.error_color_all() : text.success_color_all(), 1);
        }
        page_.put_keys({is_wizard_ ? "<↓↑> Select  <←→> Change  <ENTER> Use and save"
                                   : "<↓↑> Select  <←→> Change  <ENTER> Use  <Ctrl a> Save",
                        "<Ctrl c> As it was made  <ESC> Close"});
        const bool is_default = choice_.preset == Preset::Default;
        page_.put_list(
            std::vector<bars::Entry>{
                {"Key map", is_default ? "Default" : "Unlock first: Ctrl g first, then the key"},
                {"For modes, locking, quitting", leader_name(choice_.primary)},
                {"For panes and tabs at once", leader_name(choice_.secondary)}},
            selected_, kHeadRows, "");
    }

private:
    void tell(std::string what, bool is_trouble = false) {
        told_ = std::move(what);
        is_trouble_ = is_trouble;
    }

    void turn(int by) {
        told_.clear();
        if (selected_ == 0) {
            choice_.preset =
                choice_.preset == Preset::Default ? Preset::UnlockFirst : Preset::Default;
        } else {
            std::size_t& leader = selected_ == 1 ? choice_.primary : choice_.secondary;
            leader = turned(leader, by, kLeaders.size());
        }
    }

    void use(bool save) {
        reconfigure(configuration_of(choice_), save);
        tell(save ? "Saving." : "In use, until this session ends.");
    }

    bool press(const KeyWithModifier& key) {
        if (key.is(BareKey::Down) || key.is(BareKey::Up)) {
            selected_ = bars::moved(selected_, key.is(BareKey::Down) ? 1 : -1, kSettings)
                            .value_or(selected_);
        } else if (key.is(BareKey::Right) || key.is(U' ') || key.is(BareKey::Left)) {
            turn(key.is(BareKey::Left) ? -1 : 1);
        } else if (key.is(BareKey::Enter)) {
            use(is_wizard_);
            if (is_wizard_) {
                close_self();
            }
        } else if (key.is(U'a', Ctrl)) {
            use(true);
        } else if (key.is(U'c', Ctrl)) {
            choice_ = {};
            use(false);
        } else if (key.is(BareKey::Esc)) {
            close_self();
        } else {
            return false;
        }
        return true;
    }

    Choice choice_;
    std::size_t selected_ = 0;
    std::string told_;
    bool is_trouble_ = false;
    bool is_wizard_ = false;
    bars::Page page_;
};

}  // namespace

}  // namespace tessera::configuration

TESSERA_REGISTER_PLUGIN(tessera::configuration::ConfigurationPage)
