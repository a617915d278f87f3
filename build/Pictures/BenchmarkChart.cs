using System.Globalization;

namespace Pictures;

/// <summary>Time in memory and over loopback, and allocated bytes, beside source-generated System.Text.Json: the tables of the benchmarks as bars.</summary>
internal static class BenchmarkChart
{
    private const string Tables = "tests/TwilioConversations.Benchmarks/README.md";
    private const string Baseline = "stj";
    private const double Width = 1200;
    private const double Left = 110;
    private const double BarHeight = 11;
    private const double PanelWidth = Width / 3;

    private static readonly (string Client, string Colour)[] Clients = [("refit", "#a5b4c4"), ("nswag", "#6b7f95"), ("ours", "#1f6feb")];
    private static readonly (string Table, string Title)[] Panels = [("InMemory, time", "Time in memory"), ("OverLoopback, time", "Time over loopback"), ("InMemory, allocated bytes", "Allocated bytes")];

    public static Svg Draw()
    {
        var tables = Panels.Select(panel => Read(panel.Table)).ToList();
        var rowHeight = (Clients.Length * BarHeight) + 14;
        var height = 86 + (tables[0].Count * rowHeight) + 40;
        var scale = (PanelWidth - Left - 60) / tables.Max(table => table.Max(row => Clients.Max(client => row.Ratios[client.Client])));
        var picture = new Svg(Width, height, "Time and allocated bytes of each client beside source-generated System.Text.Json; lower is better", "#ffffff");
        for (var panel = 0; panel < Panels.Length; panel++)
        {
            var left = (panel * PanelWidth) + Left;
            picture.Text(left, 28, Panels[panel].Title, "#1f2328", 13, Svg.Sans, isBold: true);
            picture.Text(left, 44, "multiples of System.Text.Json; lower is better", "#57606a", 10, Svg.Sans);
            var y = 66.0;
            var bottom = y + (tables[panel].Count * rowHeight) - 8;
            picture.Line(left + scale, y - 6, bottom, "#cf222e");
            picture.Text(left + scale, bottom + 12, "1 = System.Text.Json", "#cf222e", 10, Svg.Sans);
            foreach (var (work, baseline, ratios) in tables[panel])
            {
                picture.Text(left - 8, y + (Clients.Length * BarHeight / 2) - 1, work, "#1f2328", 12, Svg.Sans, anchor: "end");
                picture.Text(left - 8, y + (Clients.Length * BarHeight / 2) + 11, $"1 = {baseline}", "#cf222e", 9, Svg.Sans, anchor: "end");
                foreach (var (client, colour) in Clients)
                {
                    picture.Box(left, y, ratios[client] * scale, BarHeight - 2, colour);
                    picture.Text(left + Math.Max(ratios[client] * scale, ratios[client] < 1 ? scale : 0) + 4, y + BarHeight - 3, ratios[client].ToString("0.00", CultureInfo.InvariantCulture), "#57606a", 9, Svg.Sans, client == "ours");
                    y += BarHeight;
                }

                y += 14;
            }
        }

        for (var i = 0; i < Clients.Length; i++)
        {
            picture.Box(Left + (i * 90), height - 20, 10, 10, Clients[i].Colour);
            picture.Text(Left + (i * 90) + 16, height - 11, Clients[i].Client, "#1f2328", 11, Svg.Sans);
        }

        return picture;
    }

    /// <summary>A table's rows: the work, the figure of the baseline, and each client's ratio to it.</summary>
    private static List<(string Work, string Baseline, Dictionary<string, double> Ratios)> Read(string title)
    {
        var rows = File.ReadLines(Tables).SkipWhile(line => !line.StartsWith($"| {title} |", StringComparison.Ordinal)).TakeWhile(line => line.StartsWith('|')).Select(Cells).ToList();
        var names = rows[0];
        return [.. rows.Skip(2).Select(row => (row[0], row[names.IndexOf(Baseline)], names.Zip(row).Skip(1).Where(cell => cell.First != Baseline).ToDictionary(cell => cell.First, cell => double.Parse(cell.Second, CultureInfo.InvariantCulture))))];
    }

    private static List<string> Cells(string line) => [.. line.Trim('|').Split('|', StringSplitOptions.TrimEntries)];
}
