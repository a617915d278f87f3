namespace TwilioConversations.Testing;

/// <summary>How an emulator starts, to hand to <see cref="ConversationsEmulator.Start(EmulatorOptions)"/>.</summary>
public sealed class EmulatorOptions
{
    /// <summary>The port to listen on, from 0 to 65535; 0, unless set, for any that is free.</summary>
    public int Port { get; set; }

    /// <summary>The clock that dates resources and by which a conversation's timers run; the system's unless set.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>A file that keeps the store: it is read at the start if it is there, and written after changes, whole or not at all; null, unless set, for none.</summary>
    public string? StateFile { get; set; }

    /// <summary>
    /// A JSON file with what the store starts with, by collection and by the field names of a create, such as
    /// <c>{"Conversations":[{"UniqueName":"support","Participants":[{"Identity":"alice"}]}]}</c>; null, unless set, for none. It is not read
    /// where <see cref="StateFile"/> exists.
    /// </summary>
    public string? SeedFile { get; set; }
}
