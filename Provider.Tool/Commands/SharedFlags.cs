using System.CommandLine;
using Provider.Arguments;
using Provider.Hosting;
using Provider.Tool.Commands.Help;

namespace Provider.Tool.Commands;

/// <summary>Flags of the daemon that a command of the tool has too, with the same names, rules and defaults.</summary>
internal sealed class SharedFlags
{
    private readonly List<(DaemonFlag Flag, Option Option)> flags;

    public SharedFlags(params IEnumerable<DaemonFlag> shared) => flags = [.. shared.Select(flag => (flag, Make(flag)))];

    public IEnumerable<Option> All => flags.Select(flag => flag.Option);

    public ServeOptions Read(ParseResult parsed)
    {
        var options = NodeEnvironment.OfProcess().Apply(new ServeOptions());
        foreach (var (flag, option) in flags)
        {
            if (Text(parsed, option) is { } text)
            {
                options = flag.Set(options, text)!;
            }
        }

        return options;
    }

    /// <summary>A switch of the tool, such as <c>--dry-run</c>.</summary>
    public static DescribedOption<bool> Switch(string group, string name, string purpose) =>
        new(name) { Group = group, Description = purpose };

    private static Option Make(DaemonFlag flag)
    {
        if (flag.Type == FlagType.Boolean)
        {
            return new DescribedOption<bool>(flag.Shown)
            {
                Group = flag.Group,
                Description = flag.Purpose,
                DefaultValueFactory = _ => flag.Default == "true",
            };
        }

        var option = new DescribedOption<string>(flag.Shown)
        {
            Group = flag.Group,
            Description = flag.Purpose,
            Range = flag.Rule,
            DefaultText = flag.Default,
            Variable = flag.Variable,
        };
        option.CompletionSources.Add([.. flag.Values]);
        option.Require(
            flag.Format, value => flag.Type.IsValid(value) && flag.Set(new ServeOptions(), value) is not null);
        return option;
    }

    private static string? Text(ParseResult parsed, Option option) => option is Option<bool> isOn
        ? parsed.GetRequiredValue(isOn) ? "true" : "false"
        : parsed.GetValue((Option<string>)option);
}
