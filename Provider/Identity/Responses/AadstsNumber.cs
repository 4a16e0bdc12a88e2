using System.Globalization;
using System.Text.RegularExpressions;

namespace Provider.Identity.Responses;

/// <summary>The number of an Entra error. It is the only part of Entra's texts that is ever shown.</summary>
internal static partial class AadstsNumber
{
    /// <summary>The number in an error of Entra or IMDS; none when it holds none.</summary>
    public static int? Of(OAuthErrorJson? error) =>
        error?.FirstCode is { } listed && listed <= int.MaxValue ? (int)listed : Find(error?.Description ?? "");

    /// <summary>The first number in a text that may be anything.</summary>
    public static int? Find(string text) =>
        Number().Match(text) is { Success: true } match
            ? int.Parse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)
            : null;

    /// <summary>The number as the end of a clause; empty when there is none.</summary>
    public static string Text(int? number) => number is { } known ? $" AADSTS{known}" : "";

    [GeneratedRegex(@"\bAADSTS([0-9]{4,9})\b")]
    private static partial Regex Number();
}
