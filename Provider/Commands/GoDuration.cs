using System.Globalization;
using System.Text.RegularExpressions;

namespace Provider.Commands;

/// <summary>Reads durations as Go's flags write them: <c>5s</c>, <c>1m30s</c>, <c>500ms</c>.</summary>
internal static partial class GoDuration
{
    /// <summary>Reads a duration; none when the text is no positive duration of less than a day.</summary>
    /// <param name="text">Numbers, each with a unit out of h, m, s and ms.</param>
    public static TimeSpan? Read(string text)
    {
        if (!Shape().IsMatch(text))
        {
            return null;
        }

        var seconds = Part().Matches(text).Sum(part =>
            double.Parse(part.Groups[1].ValueSpan, CultureInfo.InvariantCulture) * SecondsIn(part.Groups[2].Value));
        return seconds is > 0 and < 86_400 ? TimeSpan.FromSeconds(seconds) : null;
    }

    [GeneratedRegex(@"\A([0-9]{1,9}(\.[0-9]{1,9})?(ms|h|m|s))+\z")]
    private static partial Regex Shape();

    [GeneratedRegex("([0-9.]+)(ms|h|m|s)")]
    private static partial Regex Part();

    private static double SecondsIn(string unit) => unit switch
    {
        "h" => 3600,
        "m" => 60,
        "s" => 1,
        _ => 0.001,
    };
}
