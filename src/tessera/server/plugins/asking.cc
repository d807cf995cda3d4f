// Permissions of an instance: what it has, asking the user, remembering the answer.

#include <utility>

#include <fmt/format.h>

#include "tessera/server/plugins/impl.h"

namespace tessera::server {

using api::event::Event;
using api::event::EventType;

Permissions Plugins::Impl::configured(const Instance& instance) const {
    if (instance.location.rights == Rights::Builtin) {
        return Permissions::all();
    }
    Permissions out;
    for (const std::string& name : {instance.location.text, instance.location.permissions}) {
        for (const auto* granted : {&options.granted, &instance.load.granted}) {
            if (const auto it = granted->find(name); it != granted->end()) {
                out.add(permissions_from(it->second));
            }
        }
    }
    return out;
}

void Plugins::Impl::request_permissions(Instance& instance, const Permissions& wanted) {
    instance.wanted = wanted;
    if (configured(instance).contains(wanted)) {
        settle_permissions(instance, Answer::Granted);
        return;
    }
    if (instance.asking == Instance::Asking::User) {
        // Before the next question: what the strand read comes back behind it.
        later([this, key = instance.key] { sink.permission_settled(key); });
    }
    instance.asking = Instance::Asking::Reading;
    const auto grants = std::make_shared<Grants>();  // with the pool's thread
    files.work([grants, file = options.permission_file] { *grants = read_grants(file); },
               [self_ = self, grants, life = instance.life, work = at_work()] {
                   if (*self_ != nullptr) {
                       (*self_)->grants_read(life, *grants);
                   }
               });
}

void Plugins::Impl::grants_read(LifeId life, const Grants& grants) {
    Instance* instance = find(life);
    if (instance == nullptr || instance->asking != Instance::Asking::Reading) {
        return;
    }
    const auto it = grants.find(instance->location.permissions);
    if (it != grants.end() && it->second.permissions.contains(instance->wanted)) {
        const std::string& pin = it->second.pin;
        const bool same = pin.empty() || pin == instance->digest;
        if (same || instance->load.pin.value_or(options.pin) == PinPermissions::No) {
            settle_permissions(*instance, Answer::Granted);
            return;
        }
    }
    instance->asking = Instance::Asking::User;
    const std::vector<Permission> wanted = instance->wanted.list();
    sink.permission_requested(instance->key, instance->location.text, wanted);
}

void Plugins::Impl::settle_permissions(Instance& instance, Answer answer) {
    const bool was_user = instance.asking == Instance::Asking::User;
    instance.asking = Instance::Asking::No;
    instance.permissions = configured(instance);
    if (answer == Answer::Granted) {
        instance.permissions.add(instance.wanted);
    }
    Event event;
    event.name = EventType::PermissionRequestResult;
    api::event::PermissionRequestResultPayload payload;
    payload.granted = answer == Answer::Granted;
    event.payload.emplace<Event::PayloadCase::permission_request_result_payload>(payload);
    send_event(instance, std::move(event), AlwaysRender::Yes);
    pump(instance);
    if (was_user) {
        instance.stale = true;
        later([this, key = instance.key] { sink.permission_settled(key); });
        show(instance);
    }
}

void Plugins::Impl::answer_permission(Instance& instance, Answer answer) {
    if (instance.asking != Instance::Asking::User) {
        return;
    }
    Grant grant{.permissions = {}, .pin = instance.digest};
    if (answer == Answer::Granted) {
        grant.permissions = instance.wanted;
    }
    if (!options.permission_file.empty()) {
        const auto outcome = std::make_shared<Result<>>();  // with the pool's thread
        files.work(
            [outcome, grant, file = options.permission_file,
             location = instance.location.permissions] {
                *outcome = remember_grant(file, location, grant);
            },
            [self_ = self, outcome] {
                if (*self_ != nullptr && !*outcome) {
                    (*self_)->sink.plugins_notice("the answer will be asked for again: " +
                                                  outcome->error().to_string());
                }
            });
    }
    settle_permissions(instance, answer);
}

bool Plugins::may(const InstanceKey& key, Permission permission) const {
    const Instance* const instance = std::as_const(*impl_).find(key);
    return instance != nullptr && instance->permissions.contains(permission);
}

void Plugins::in_order(std::function<void()> task, std::function<void()> done) {
    impl_->files.work(std::move(task), [self_ = impl_->self, done = std::move(done)] {
        if (*self_ != nullptr) {
            done();
        }
    });
}

void Plugins::grants(std::function<void(const Grants&)> done) {
    const auto grants = std::make_shared<Grants>();  // with the pool's thread
    impl_->files.work(
        [grants, file = impl_->options.permission_file] { *grants = read_grants(file); },
        [self_ = impl_->self, grants, done = std::move(done)] {
            if (*self_ != nullptr) {
                done(*grants);
            }
        });
}

void Plugins::revoke(std::string location, std::optional<Permission> permission,
                     std::function<void(const Result<>&)> done) {
    const auto outcome = std::make_shared<Result<>>();  // with the pool's thread
    impl_->files.work(
        [outcome, permission, location = std::move(location),
         file = impl_->options.permission_file] {
            *outcome = revoke_grant(file, location, permission);
        },
        [self_ = impl_->self, outcome, done = std::move(done)] {
            if (*self_ != nullptr) {
                done(*outcome);
            }
        });
}

}  // namespace tessera::server
