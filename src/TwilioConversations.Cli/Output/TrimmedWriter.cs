using System.Text;

namespace TwilioConversations.Cli;

/// <summary>Drops spaces at the ends of lines, with which Spectre.Console fills each cell of a table.</summary>
internal sealed class TrimmedWriter(TextWriter output) : TextWriter
{
    private int _spaces;

    public override Encoding Encoding => output.Encoding;

    public override void Write(char value)
    {
        if (value == ' ')
        {
            _spaces++;
            return;
        }

        if (value is not ('\n' or '\r'))
        {
            output.Write(new string(' ', _spaces));
        }

        _spaces = 0;
        output.Write(value);
    }

    // A question ends with a space.
    public override void Flush()
    {
        output.Write(new string(' ', _spaces));
        _spaces = 0;
        output.Flush();
    }
}
