namespace TwilioConversations.Testing;

/// <summary>Options of an emulator, for <see cref="ConversationsEmulator.Start(EmulatorOptions)"/>.</summary>
public sealed class EmulatorOptions
{
    /// <summary>The port to listen on, from 0 to 65535. The default, 0, takes any free port.</summary>
    public int Port { get; set; }

    /// <summary>The clock for dates and for the timers of conversations. The default is the system's.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>A file that keeps the store. It is read at the start if it exists, and replaced as a whole after changes. The default, null, keeps the store in memory only.</summary>
    public string? StateFile { get; set; }

    /// <summary>
    /// A JSON file with the initial content of the store, by collection, with the field names of a create, such as
    /// <c>{"Conversations":[{"UniqueName":"support","Participants":[{"Identity":"alice"}]}]}</c>; the default, null, starts with an empty
    /// store. It is not read if <see cref="StateFile"/> exists.
    /// </summary>
    public string? SeedFile { get; set; }
}
