using System.CommandLine;
using System.CommandLine.Parsing;
using Provider.Model;

namespace Provider.Tool.Commands;

/// <summary>Checks of the values of options and arguments; all messages have the daemon's form.</summary>
internal static class OptionValues
{
    public static void Require(this Option option, string format, Func<string, bool> isValid) =>
        option.Validators.Add(result => Check(result, option.Name, format, isValid));

    public static void AcceptOnly(this Option option, params string[] values)
    {
        option.CompletionSources.Clear();
        option.CompletionSources.Add(values);
        option.Require(OneOf(values), values.Contains);
    }

    public static void AcceptOnly(this Argument argument, params string[] values)
    {
        argument.CompletionSources.Clear();
        argument.CompletionSources.Add(values);
        argument.Validators.Add(result => Check(result, argument.Name, OneOf(values), values.Contains));
    }

    public static string Refused(string name, string value, string format) =>
        $"{name}={Quoted.Text(value)} must be {format}.";

    private static void Check(SymbolResult result, string name, string format, Func<string, bool> isValid)
    {
        foreach (var value in result.Tokens.Select(token => token.Value).Where(value => !isValid(value)))
        {
            result.AddError(Refused(name, value, format));
        }
    }

    private static string OneOf(string[] values) => values is [.. var first, var last] && first.Length > 0
        ? $"{string.Join(", ", first)} or {last}"
        : values[0];
}
