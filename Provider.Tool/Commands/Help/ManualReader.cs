using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;
using System.Globalization;
using Provider.Arguments.Help;

namespace Provider.Tool.Commands.Help;

/// <summary>Reads the manual of a command from the command itself, so that the two cannot differ.</summary>
internal static class ManualReader
{
    private const string Other = "Other";

    /// <summary>The manuals of the program without a verb and of each of its verbs.</summary>
    public static IEnumerable<Manual> ReadAll(RootCommand root, string program) =>
        root.Subcommands.Where(verb => !verb.Hidden).Prepend<Command>(root).Select(command => Read(command, program));

    public static Manual Read(Command command, string program)
    {
        var name = command is RootCommand ? "" : command.Name;
        var flags = command.Options.Where(option => !option.Hidden && option is not HelpOption)
            .Select(option => (Title: (option as IDescribed)?.Group ?? Other, Flag: Read(option)))
            .Append((Title: Other, Flag: ManualFlag.Help));
        return new Manual(
            program, name, command.Description ?? "",
            [.. command.Arguments.Select(argument => new ManualArgument(
                argument.Name, argument.Description ?? "", argument.Arity.MaximumNumberOfValues > 1,
                Values(argument.GetCompletions(CompletionContext.Empty))))],
            [.. flags.GroupBy(flag => flag.Title, flag => flag.Flag).OrderBy(group => group.Key == Other)
                .Select(group => new ManualGroup(group.Key, [.. group]))],
            ToolTexts.Of(name.Length > 0 ? $"{program} {name}" : program));
    }

    private static ManualFlag Read(Option option)
    {
        var described = option as IDescribed;
        var isSwitch = option.ValueType == typeof(bool);
        return new ManualFlag(
            option.Name,
            isSwitch ? "" : Placeholder(option, described),
            option.Description ?? "",
            described?.DefaultText ?? (option.HasDefaultValue ? Text(option.GetDefaultValue()) : null),
            described?.Range, described?.Variable, option.Required,
            isSwitch ? [] : Values(option.GetCompletions(CompletionContext.Empty)));
    }

    private static string Placeholder(Option option, IDescribed? described) => described switch
    {
        { IsPath: true } => "PATH",
        { Range: { } range } when range.Contains("duration", StringComparison.Ordinal) => "DURATION",
        { Range: { } range } when range.Contains("://", StringComparison.Ordinal) => "URL",
        _ => option.ValueType == typeof(string) ? "TEXT" : "NUMBER",
    };

    private static ImmutableArray<string> Values(IEnumerable<CompletionItem> items) =>
        [.. items.Select(item => item.Label)];

    // Off is not shown as a switch's default.
    private static string? Text(object? value) => value switch
    {
        bool isOn => isOn ? "true" : null,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString(),
    };
}
