using System.Globalization;

namespace Provider.Sandbox.Bench;

/// <summary>Writes figures as a table: names to the left, numbers to the right, one line a row.</summary>
internal sealed class Table(params string[] headings)
{
    private readonly List<string[]> rows = [headings];

    public void Add(string name, params double[] figures) =>
        rows.Add([name, .. figures.Select(Text)]);

    public void Write(TextWriter output)
    {
        int[] widths = [.. Enumerable.Range(0, headings.Length).Select(column => rows.Max(row => row[column].Length))];
        foreach (var row in rows)
        {
            var cells =
                row.Select((cell, column) => column == 0 ? cell.PadRight(widths[0]) : cell.PadLeft(widths[column]));
            output.WriteLine(string.Join("  ", cells).TrimEnd());
        }
    }

    // A missing figure is a dash. Counts and figures above 100 have no fraction.
    private static string Text(double figure) => double.IsNaN(figure)
        ? "-"
        : figure.ToString(figure < 100 && figure != Math.Floor(figure) ? "0.0" : "0", CultureInfo.InvariantCulture);
}
