using System.Globalization;

namespace Provider.Sandbox.Load;

/// <summary>Draws the curves: processor time and memory over the number of pods, as two panels of one SVG.</summary>
internal static class CurvePlot
{
    public static string Draw(IReadOnlyList<CurvePoint> one, IReadOnlyList<CurvePoint> each)
    {
        (string, IReadOnlyList<CurvePoint>)[] series = [("one identity for all pods", one),
            ("an identity for each pod", each)];
        var text = new StringWriter(CultureInfo.InvariantCulture);
        text.WriteLine(
            """<svg xmlns="http://www.w3.org/2000/svg" width="1140" height="380" font-family="sans-serif" font-size="12">""");
        text.WriteLine("""<rect width="1140" height="380" fill="white"/>""");
        Panel(text, 0, "processor time, first mounts, s", series, point => point.FirstCpu / 1000);
        Panel(text, 380, "processor time, a round of re-mounts, s", series, point => point.RemountCpu / 1000);
        Panel(text, 760, "resident memory at most, MiB", series, point => point.Memory);
        text.WriteLine("</svg>");
        return text.ToString();
    }

    private static void Panel(
        TextWriter text, int left, string title, (string Name, IReadOnlyList<CurvePoint> Points)[] series,
        Func<CurvePoint, double> value)
    {
        var top = Ceiling(series.Max(one => one.Points.Max(value)));
        var most = series[0].Points.Max(point => point.Pods);
        double X(double pods) => left + 50 + (pods / most * 300);
        double Y(double height) => 300 - (height / top * 240);
        text.WriteLine(F($"""<text x="{left + 50}" y="30" font-weight="bold">{title}</text>"""));
        for (var step = 0; step <= 5; step++)
        {
            var (height, pods) = (top * step / 5, most * step / 5);
            text.WriteLine(
                F($"""<line x1="{X(0)}" x2="{X(most)}" y1="{Y(height):0.#}" y2="{Y(height):0.#}" stroke="#ddd"/>"""));
            text.WriteLine(
                F($"""<text x="{X(0) - 6}" y="{Y(height) + 4:0.#}" text-anchor="end">{height:0.##}</text>"""));
            text.WriteLine(F($"""<text x="{X(pods):0.#}" y="318" text-anchor="middle">{pods}</text>"""));
        }

        text.WriteLine(F($"""<text x="{X(most / 2.0)}" y="336" text-anchor="middle">pods</text>"""));
        foreach (var ((name, points), index) in series.Select((one, index) => (one, index)))
        {
            var colour = index == 0 ? "#1f6fb4" : "#d1652b";
            var line = string.Join(' ', points.Select(point => F($"{X(point.Pods):0.#},{Y(value(point)):0.#}")));
            text.WriteLine(F($"""<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>"""));
            text.WriteLine(
                F($"""<rect x="{left + 50 + (index * 150)}" y="350" width="10" height="10" fill="{colour}"/>"""));
            text.WriteLine(F($"""<text x="{left + 64 + (index * 150)}" y="359" font-size="11">{name}</text>"""));
        }
    }

    // The next round number, as the end of a scale.
    private static double Ceiling(double value)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(value, 1e-6))));
        return new[] { 1, 2, 2.5, 5, 10 }.Select(step => step * power).First(step => step >= value);
    }

    private static string F(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
