using System.Globalization;

namespace Pictures;

/// <summary>The benchmarks' time over loopback and allocated bytes as bars on a logarithmic scale, narrow enough for a phone.</summary>
internal static class BenchmarkChart
{
    private const string Tables = "tests/TwilioConversations.Benchmarks/README.md";
    private const string Baseline = "stj";
    private const double Width = 600;
    private const double Left = 160;
    private const double BarHeight = 15;
    private const double One = 250;
    private const double Doubling = 66;

    private static readonly (string Client, string Name, string Color)[] Clients =
        [("twilio", "Twilio", "#f22f46"), ("kiota", "Kiota", "#8a63d2"), ("nswag", "NSwag", "#6b7f95"), ("refit", "Refit", "#a5b4c4"), ("ours", "TwilioConversations", "#1f6feb")];

    private static readonly (string Table, string Title)[] Panels = [("OverLoopback, time", "Time"), ("InMemory, allocated bytes", "Allocated memory")];

    private static readonly (string Row, string Name)[] Work = [("Fetch", "Fetch one"), ("Create", "Create one"), ("Page100", "List 100"), ("Messages1000", "List 1,000 messages")];

    public static Svg Draw()
    {
        var rowHeight = (Clients.Length * BarHeight) + 16;
        var panelHeight = 44 + (Work.Length * rowHeight);
        var height = 62 + (Panels.Length * panelHeight) + 34;
        var picture = new Svg(Width, height, "Time and allocated memory of five clients, relative to System.Text.Json; less is better", "#ffffff");
        picture.Text(20, 32, "Relative to System.Text.Json by hand; less is better", "#1f2328", 17, Svg.Sans, isBold: true);
        picture.Text(20, 52, "Logarithmic scale", "#57606a", 13, Svg.Sans);
        for (var panel = 0; panel < Panels.Length; panel++)
        {
            var top = 62 + (panel * panelHeight);
            var ratios = Read(Panels[panel].Table);
            picture.Text(20, top + 16, Panels[panel].Title, "#1f2328", 17, Svg.Sans, isBold: true);
            picture.Line(One, top + 26, top + panelHeight - 12, "#57606a");
            var y = top + 34;
            foreach (var (row, name) in Work)
            {
                picture.Text(Left - 4, y + (Clients.Length * BarHeight / 2) + 4, name, "#1f2328", 14, Svg.Sans, anchor: "end");
                foreach (var (client, _, color) in Clients)
                {
                    var ratio = ratios[row][client];
                    var end = One + (Math.Log2(ratio) * Doubling);
                    picture.Box(Math.Min(One, end), y, Math.Max(1, Math.Abs(end - One)), BarHeight - 2, color);
                    picture.Text(Math.Max(One, end) + 5, y + BarHeight - 3, ratio.ToString("0.00", CultureInfo.InvariantCulture), "#1f2328", 13, Svg.Sans, client == "ours");
                    y += BarHeight;
                }

                y += 16;
            }
        }

        var left = 20.0;
        foreach (var (_, name, color) in Clients)
        {
            picture.Box(left, height - 32, 14, 14, color);
            picture.Text(left + 20, height - 20, name, "#1f2328", 14, Svg.Sans);
            left += 46 + (name.Length * 8);
        }

        return picture;
    }

    /// <summary>The ratio of each client to the baseline, by kind of work.</summary>
    private static Dictionary<string, Dictionary<string, double>> Read(string title)
    {
        var rows = File.ReadLines(Tables).SkipWhile(line => !line.StartsWith($"| {title} |", StringComparison.Ordinal)).TakeWhile(line => line.StartsWith('|')).Select(Cells).ToList();
        return rows.Skip(2).ToDictionary(
            row => row[0],
            row => rows[0].Zip(row).Skip(1).Where(cell => cell.First != Baseline).ToDictionary(cell => cell.First, cell => double.Parse(cell.Second, CultureInfo.InvariantCulture)));
    }

    private static List<string> Cells(string line) => [.. line.Trim('|').Split('|', StringSplitOptions.TrimEntries)];
}
