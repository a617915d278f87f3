using System.Security.Cryptography;
using Newtonsoft.Json;

namespace TwilioConversations.Cli.Participants;

/// <summary>How far the import of a file into a conversation has come, kept beside the file while it is not done, so that it can go on there.</summary>
internal sealed class ImportProgress
{
    private readonly string _file;
    private readonly State _state;

    private ImportProgress(string file, State state)
    {
        _file = file;
        _state = state;
    }

    /// <summary>How many rows, from the first, have their outcome.</summary>
    public int Rows => _state.Rows;

    /// <summary>Takes up what an interrupted import of the same rows into the same conversation left; or else begins.</summary>
    public static ImportProgress Of(FileInfo input, Session session)
    {
        var file = input.FullName + ".progress";
        var state = new State(session.ServiceSid, session.ConversationName, Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(input.FullName))), 0);
        if (!File.Exists(file))
        {
            return new ImportProgress(file, state);
        }

        try
        {
            if (JsonConvert.DeserializeObject<State>(File.ReadAllText(file)) is { } earlier && earlier with { Rows = 0 } == state)
            {
                return new ImportProgress(file, earlier);
            }
        }
        catch (JsonException)
        {
            // Broken off while it was written: those who are there already are found to be.
        }

        return new ImportProgress(file, state);
    }

    /// <summary>Notes that a row has its outcome, if all before it have theirs.</summary>
    public void Add(Outcome outcome)
    {
        if (!outcome.IsOpen && outcome.Row == _state.Rows + 1)
        {
            _state.Rows++;
            File.WriteAllText(_file, JsonConvert.SerializeObject(_state));
        }
    }

    /// <summary>Ends it once every row has its outcome.</summary>
    public void Complete(int rows)
    {
        if (_state.Rows == rows)
        {
            File.Delete(_file);
        }
    }

    private sealed record State(string? Service, string Conversation, string Sha256, int Rows)
    {
        public int Rows { get; set; } = Rows;
    }
}
