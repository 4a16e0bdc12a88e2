using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Provider.Model;

namespace Provider.Tool.Commands;

/// <summary>Runs a parsed command line, or reports what is wrong with it as the daemon does.</summary>
internal sealed class CommandLine(string program)
{
    private const int WrongUsage = 2;

    /// <summary>Returns the command's exit status; 2 when the command line itself is wrong.</summary>
    public async Task<int> RunAsync(
        ParseResult parsed, IReadOnlyList<string> arguments, InvocationConfiguration configuration,
        CancellationToken cancellationToken = default)
    {
        var command = parsed.CommandResult.Command;
        if (parsed.Action is ParseErrorAction || parsed.Action == command.Action)
        {
            var problems = Problems(parsed, arguments);
            if (problems.Length > 0)
            {
                foreach (var problem in problems)
                {
                    await configuration.Error.WriteLineAsync(problem);
                }

                await configuration.Error.WriteLineAsync($"Run '{NameOf(command)} --help' for usage.");
                return WrongUsage;
            }
        }

        return await parsed.InvokeAsync(configuration, cancellationToken);
    }

    private ImmutableArray<string> Problems(ParseResult parsed, IReadOnlyList<string> arguments)
    {
        var command = parsed.CommandResult.Command;
        // What follows a lone -- is an argument, whatever it looks like.
        var flags = arguments.TakeWhile(argument => argument != "--").Where(argument => argument is ['-', _, ..]);
        var unknown = flags.Select(NameOf).Intersect(Words(parsed).Select(NameOf)).ToList();
        ImmutableArray<string> problems =
        [
            .. unknown.Select(flag => $"{Quoted.Text(flag)} is not a flag of {NameOf(command)}."
                + Suggestion(flag, command.Options.Select(option => option.Name).Append("--help"))),
            .. flags.SelectMany(flag => WrongSwitches(command, flag)),
        ];
        // The words after an unknown flag may be its value or not, so nothing is reported of them.
        return problems.Length > 0 ? problems
            : parsed.UnmatchedTokens.Count > 0 ? [.. parsed.UnmatchedTokens.Select(word => Unexpected(command, word))]
            : [.. parsed.Errors.Select(error => error.Message)];
    }

    // Words that no option took: the library gives them to an argument, also where they look like an option.
    private static IEnumerable<string> Words(ParseResult parsed) =>
        parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens)
            .Select(token => token.Value).Concat(parsed.UnmatchedTokens);

    // The library reads --strict=x as --strict and a separate word.
    private static IEnumerable<string> WrongSwitches(Command command, string flag) =>
        flag.Split('=', 2) is [var name, var value] && !bool.TryParse(value, out _)
        && command.Options.Any(option => option.Name == name && option.ValueType == typeof(bool))
            ? [$"{name}={Quoted.Text(value)} must be true or false."]
            : [];

    private string Unexpected(Command command, string word) => command.Subcommands.Count > 0
        ? $"{Quoted.Text(word)} is not a command of {NameOf(command)}."
            + Suggestion(word, command.Subcommands.Select(verb => verb.Name))
        : $"{Quoted.Text(word)} is not expected by {NameOf(command)}.";

    private static string Suggestion(string word, IEnumerable<string> known) =>
        NearestName.Find(word, known) is { } nearest ? $" Did you mean {nearest}?" : "";

    private static string NameOf(string flag) => flag.Split('=', 2)[0];

    private string NameOf(Command command) => command is RootCommand
        ? program
        : string.Join(' ', command.Parents.OfType<Command>().Select(NameOf).Append(command.Name));
}
