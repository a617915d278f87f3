using Pictures;

// The pictures of the READMEs, drawn from what the demo prints and from what the benchmarks measured.
var (draw, file) = args switch
{
    ["demo", .. var rest] => (DemoPicture.Draw, rest.FirstOrDefault("build/Pictures/demo.svg")),
    ["benchmarks", .. var rest] => ((Func<Svg>)BenchmarkChart.Draw, rest.FirstOrDefault("build/Pictures/benchmarks.svg")),
    _ => throw new ArgumentException("Say demo or benchmarks, and a file if it is not to be the one that the README shows."),
};
draw().Save(file);
