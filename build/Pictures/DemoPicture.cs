using System.Text.RegularExpressions;
using Spectre.Console;
using Spectre.Console.Rendering;
using TwilioConversations.Cli;

namespace Pictures;

/// <summary>A terminal in which the demo has run: what it prints, whole.</summary>
internal static partial class DemoPicture
{
    // As many as a phone shows in letters that can be read; a longer line is cut off. The demo itself runs in a wider terminal.
    private const int Columns = 72;
    private const int TerminalColumns = 100;
    private const double ColumnWidth = 7.25;
    private const double LineHeight = 17;
    private const double Margin = 18;
    private const string Plain = "#e6edf3";

    private static readonly string[] Arguments = ["demo"];

    // A terminal's green and gray are lighter than their names.
    private static readonly Dictionary<Color, string> Colors = new()
    {
        [Color.Default] = Plain,
        [Color.Grey] = "#8b949e",
        [Color.Green] = "#3fb950",
        [Color.Red] = "#f85149",
        [Color.Yellow] = "#d29922",
    };

    public static Svg Draw()
    {
        var lines = Run();
        var names = Names(lines.Select(line => string.Concat(line.Select(segment => segment.Text))));
        var picture = new Svg(Columns * ColumnWidth + (2 * Margin), ((lines.Count + 2) * LineHeight) + (2 * Margin), "What the demo prints", "#0d1117");
        picture.Text(Margin, Margin + LineHeight, "$ conversations demo", Plain, 12, Svg.Mono, isBold: true);
        for (var i = 0; i < lines.Count; i++)
        {
            var column = 0;
            foreach (var segment in lines[i])
            {
                var indent = segment.Text.Length - segment.Text.TrimStart().Length;
                var text = Cut(Settled(segment.Text.Trim(), names), Columns - column - indent);
                if (text.Length > 0)
                {
                    picture.Text(
                        Margin + ((column + indent) * ColumnWidth), Margin + ((i + 3) * LineHeight), text, Colors[segment.Style.Foreground], 12, Svg.Mono, segment.Style.Decoration.HasFlag(Decoration.Bold));
                }

                column += segment.Text.Length;
            }
        }

        return picture;
    }

    /// <summary>Runs the demo in this process, and gives what it printed by line.</summary>
    private static List<SegmentLine> Run()
    {
        var nowhere = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.TrueColor, Out = new AnsiConsoleOutput(TextWriter.Null) });
        var recorder = new Recorder(nowhere);
        var exitCode = Tool.RunAsync(Arguments, ToolEnvironment.OfProcess(recorder), CancellationToken.None).GetAwaiter().GetResult();
        if (exitCode != 0)
        {
            throw new InvalidOperationException($"The demo ended with {exitCode}.");
        }

        recorder.Profile.Width = TerminalColumns;
        var lines = new ByLine();
        recorder.Export(lines);
        return lines.Lines;
    }

    /// <summary>A name that is always the same for each that every run gives anew.</summary>
    private static Dictionary<string, string> Names(IEnumerable<string> lines) =>
        lines.SelectMany(line => Given().Matches(line)).Select(match => match.Value).Distinct().Index().ToDictionary(given => given.Item, given => $"{given.Item[..2]}{given.Index:x4}…{given.Index:x4}");

    // The picture changes when the demo does.
    private static string Settled(string text, Dictionary<string, string> names) => Given().Replace(text, match => names[match.Value]);

    private static string Cut(string text, int columns) => text.Length <= columns ? text : columns > 1 ? $"{text[..(columns - 1)]}…" : "";

    [GeneratedRegex("(CH|IM|MB|RQ)[0-9a-f]{4}…[0-9a-f]{4}")]
    private static partial Regex Given();

    private sealed class ByLine : IAnsiConsoleEncoder
    {
        public List<SegmentLine> Lines { get; } = [];

        public string Encode(IAnsiConsole console, IEnumerable<IRenderable> renderable)
        {
            Lines.Add([]);
            foreach (var segment in renderable.SelectMany(item => item.GetSegments(console)))
            {
                var texts = segment.Text.Split('\n');
                Lines[^1].Add(new Segment(texts[0], segment.Style));
                Lines.AddRange(texts.Skip(1).Select(text => new SegmentLine([new Segment(text, segment.Style)])));
            }

            return "";
        }
    }
}
