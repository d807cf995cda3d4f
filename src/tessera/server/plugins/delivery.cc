// Events and messages on their way to guests: who gets what, when, and in which form.

#include <utility>

#include "tessera/plugin_api/tables.h"
#include "tessera/server/plugins/adapt.h"
#include "tessera/server/plugins/impl.h"

namespace tessera::server {

namespace pb = session::plugin_host;
using api::event::Event;
using api::event::EventType;

void Plugins::Impl::send_event(const PluginTarget& target, Event&& event) {
    const auto shared = std::make_shared<const Event>(std::move(event));
    for_each(target, [&](Instance& instance) {
        if (instance.state != Instance::State::Failed) {
            queue(instance, {.event = shared, .pipe = nullptr});
        }
    });
}

void Plugins::Impl::send_event(Instance& instance, Event&& event, AlwaysRender render) {
    queue(instance, {.event = std::make_shared<const Event>(std::move(event)),
                     .pipe = nullptr,
                     .render = render});
}

void Plugins::Impl::send_pipe(const PluginTarget& target,
                              const api::pipe_message::PipeMessage& message) {
    const auto shared = std::make_shared<const api::pipe_message::PipeMessage>(message);
    bool any = false;
    std::vector<Instance*> takers;
    for_each(target, [&](Instance& instance) {
        if (instance.state != Instance::State::Failed) {
            takers.push_back(&instance);
        }
    });
    for (Instance* instance : takers) {
        any = true;
        if (message.cli_source_id) {
            pipes.sent({target.session, *message.cli_source_id}, instance->key);
        }
    }
    for (Instance* instance : takers) {
        queue(*instance, {.event = nullptr, .pipe = shared});
    }
    if (!any && message.cli_source_id) {
        release({{target.session, *message.cli_source_id}});
    }
}

void Plugins::Impl::queue(Instance& instance, Delivery delivery) {
    for (const Delivery& dropped : instance.backlog.push(std::move(delivery))) {
        settle(instance.key, dropped.pipe ? dropped.pipe->cli_source_id.value_or("") : "");
    }
    pump(instance);
}

void Plugins::Impl::pump(Instance& instance) {
    while (host && instance.takes_events() && instance.in_flight.size() < kInFlightMax &&
           !host->is_congested()) {
        const auto next = instance.backlog.pop();
        if (!next) {
            return;
        }
        if (!hand_over(instance, *next) && next->pipe) {
            settle(instance.key, next->pipe->cli_source_id.value_or(""));
        }
    }
}

bool Plugins::Impl::hand_over(Instance& instance, const Delivery& delivery) {
    const std::uint64_t call = last_call + 1;
    const pb::RenderAfter render = !instance.is_shown() ? pb::RenderAfter::Never
                                   : delivery.render == AlwaysRender::Yes
                                       ? pb::RenderAfter::Always
                                       : pb::RenderAfter::IfAsked;
    if (delivery.pipe) {
        pb::Pipe pipe;
        pipe.instance = instance.life.value;
        pipe.call = call;
        pipe.pipe_message = wire::encode(*delivery.pipe);
        pipe.render = render;
        note(instance,
             {.kind = PluginTrace::Kind::Pipe, .number = call, .bytes = pipe.pipe_message});
        host->send(std::move(pipe));
    } else {
        const EventType type = delivery.event->name;
        const plugin_api::EventRow* row = plugin_api::find_event(type);
        const bool wanted = delivery.subscribed == Delivery::Subscribed::Whatever ||
                            instance.subscribed.contains(type);
        if (!wanted || row == nullptr ||
            (row->permission && !instance.permissions.contains(*row->permission))) {
            return false;
        }
        const auto event = adapted(delivery.event, instance.loaded.version,
                                   instance.subscribed.contains(EventType::InitialKeybinds)
                                       ? TakesKeybinds::AsInitialKeybinds
                                       : TakesKeybinds::InModeUpdate);
        if (!event) {
            return false;
        }
        pb::Update update;
        update.instance = instance.life.value;
        update.call = call;
        update.event = wire::encode(*event);
        update.render = render;
        update.coalesce =
            row->keeping == plugin_api::Keeping::Latest ? static_cast<std::uint32_t>(type) + 1 : 0;
        note(instance, {.kind = PluginTrace::Kind::Event, .number = call, .bytes = update.event});
        host->send(std::move(update));
    }
    last_call = call;
    instance.in_flight.emplace(call, delivery);
    instance.stale = instance.stale || render == pb::RenderAfter::Never;
    owe(instance, 1);
    return true;
}

void Plugins::Impl::settle(const InstanceKey& key, const std::string& pipe) {
    release(pipes.call_ended(key, pipe.empty() ? nullptr : &pipe));
}

void Plugins::Impl::release(CliPipes::Released released) {
    for (CliPipes::Name& name : released) {
        later([this, name = std::move(name)] { sink.pipe_released(name.session, name.pipe); });
    }
}

void Plugins::Impl::show(Instance& instance) {
    if (!host || instance.state != Instance::State::Running || !instance.is_shown()) {
        return;
    }
    if (instance.sent_size != instance.size) {
        pb::Resize resize;
        resize.instance = instance.life.value;
        resize.rows = static_cast<std::uint32_t>(instance.size.rows.value);
        resize.cols = static_cast<std::uint32_t>(instance.size.cols.value);
        instance.sent_size = instance.size;
        instance.stale = false;
        instance.drawing = instance.loaded.has_render;
        host->send(std::move(resize));
    } else if (instance.stale) {
        pb::Render render;
        render.instance = instance.life.value;
        instance.stale = false;
        instance.drawing = instance.loaded.has_render;
        host->send(std::move(render));
    }
}

void Plugins::Impl::host_drained() {
    for (auto& [key, instance] : instances) {
        pump(*instance);
    }
}

}  // namespace tessera::server
