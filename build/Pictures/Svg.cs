using System.Globalization;
using System.Xml.Linq;

namespace Pictures;

/// <summary>A picture in the making: boxes, lines and texts on a background with round corners.</summary>
internal sealed class Svg
{
    public const string Sans = "system-ui, sans-serif";
    public const string Mono = "ui-monospace, SFMono-Regular, Consolas, monospace";

    private static readonly XNamespace Namespace = "http://www.w3.org/2000/svg";

    private readonly XElement _root;

    public Svg(double width, double height, string title, string background)
    {
        _root = new XElement(
            Namespace + "svg",
            new XAttribute("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {width:0.#} {height:0.#}")),
            Number("width", width),
            Number("height", height),
            new XAttribute("role", "img"),
            new XElement(Namespace + "title", title));
        Box(0, 0, width, height, background, rounding: 8);
    }

    public void Box(double x, double y, double width, double height, string color, double rounding = 2) => _root.Add(new XElement(
        Namespace + "rect", Number("x", x), Number("y", y), Number("width", width), Number("height", height), Number("rx", rounding), new XAttribute("fill", color)));

    public void Line(double x, double fromY, double toY, string color) => _root.Add(new XElement(
        Namespace + "line", Number("x1", x), Number("y1", fromY), Number("x2", x), Number("y2", toY), new XAttribute("stroke", color), new XAttribute("stroke-dasharray", "3 3")));

    public void Text(double x, double y, string text, string color, double size, string font, bool isBold = false, string anchor = "start") => _root.Add(new XElement(
        Namespace + "text",
        Number("x", x),
        Number("y", y),
        new XAttribute("fill", color),
        Number("font-size", size),
        new XAttribute("font-family", font),
        isBold ? new XAttribute("font-weight", "bold") : null,
        anchor == "start" ? null : new XAttribute("text-anchor", anchor),
        new XAttribute(XNamespace.Xml + "space", "preserve"),
        text));

    public void Save(string file) => File.WriteAllText(file, _root.ToString().ReplaceLineEndings("\n") + "\n");

    private static XAttribute Number(string name, double value) => new(name, value.ToString("0.#", CultureInfo.InvariantCulture));
}
