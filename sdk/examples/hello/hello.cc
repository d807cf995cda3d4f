// The smallest plugin that does something: greets, and counts the keys it is given.

#include "tessera/sdk/plugin.h"

using namespace tessera::sdk;

class Hello final : public Plugin {
public:
    void load(const Configuration& configuration) override {
        if (const auto name = configuration.find("name"); name != configuration.end()) {
            name_ = name->second;
        }
        subscribe({EventType::Key});
    }

    bool update(const Event& event) override {
        const auto key = event.key();
        if (!key) {
            return false;
        }
        last_ = to_string(*key);
        ++keys_;
        return true;
    }

    void render(int /*rows*/, int /*cols*/) override {
        print("Hello, " + name_ + "!\r\n");
        if (keys_ > 0) {
            print("Keys so far: " + std::to_string(keys_) + ", the last was " + last_ + ".\r\n");
        }
    }

private:
    std::string name_ = "world";
    std::string last_;
    int keys_ = 0;
};

TESSERA_REGISTER_PLUGIN(Hello)
