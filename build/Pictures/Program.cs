using Pictures;

// Draws the pictures of the READMEs, from the output of the demo and from the tables of the benchmarks.
var (draw, file) = args switch
{
    ["demo", .. var rest] => (DemoPicture.Draw, rest.FirstOrDefault("build/Pictures/demo.svg")),
    ["benchmarks", .. var rest] => ((Func<Svg>)BenchmarkChart.Draw, rest.FirstOrDefault("build/Pictures/benchmarks.svg")),
    _ => throw new ArgumentException("Pass demo or benchmarks, and optionally the file to write instead of the README's."),
};
draw().Save(file);
