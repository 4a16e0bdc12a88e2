using System.Collections.Immutable;
using Provider.Hosting;
using Provider.Model;

namespace Provider.Arguments;

/// <summary>Reads the daemon's arguments as Go's <c>flag</c> package does: the Go provider's work unchanged.</summary>
// -name and --name are alike; a value follows after = or, but for booleans, as the next word; the last of a repeated
// flag wins; a word that is not a flag, a lone - or -- end the reading.
internal sealed class ArgumentReader
{
    private readonly Dictionary<string, string> values = [];
    private readonly List<string> problems = [];

    private ArgumentReader()
    {
    }

    public static DaemonArguments Read(IReadOnlyList<string> arguments, NodeEnvironment environment)
    {
        var reader = new ArgumentReader();
        if (arguments is [[not '-', ..] first, ..] && ToolVerbs.Find(first) is { } verb)
        {
            reader.problems.Add(
                $"{Quoted.Text(first)} is not an argument of provider. Run 'provider-tool {verb}' instead.");
            return reader.End(DaemonAction.Serve, environment, []);
        }

        var words = new Queue<string>(arguments);
        while (words.TryPeek(out var word) && word is ['-', _, ..])
        {
            words.Dequeue();
            if (word == "--")
            {
                break;
            }

            if (reader.ReadFlag(word, words) is { } action)
            {
                return reader.End(action, environment, []);
            }
        }

        var isVersion = reader.values.TryGetValue("version", out var version) && GoNumber.ReadBoolean(version) == true;
        return reader.End(isVersion ? DaemonAction.Version : DaemonAction.Serve, environment, [.. words]);
    }

    // Returns an action that ends the reading; null to continue.
    private DaemonAction? ReadFlag(string word, Queue<string> words)
    {
        var text = word[(word[1] == '-' ? 2 : 1)..];
        if (text is "" or ['-' or '=', ..])
        {
            problems.Add($"{Quoted.Text(word)} is not a valid flag.");
            return DaemonAction.Serve;
        }

        (string name, string? given) = text.Split('=', 2) is [var left, var right] ? (left, right) : (text, null);
        if (!DaemonFlags.ByName.TryGetValue(name, out var flag))
        {
            return Unknown(name);
        }

        if (given is null && flag.Type != FlagType.Boolean && words.Count == 0)
        {
            problems.Add($"{flag.Shown} needs a value.");
            return DaemonAction.Serve;
        }

        var value = given ?? (flag.Type == FlagType.Boolean ? "true" : words.Dequeue());
        if (!flag.Type.IsValid(value))
        {
            problems.Add(Refused(flag, value));
        }

        values[name] = value;
        return null;
    }

    // The word after an unknown flag may be its value or not, so the reading ends.
    private DaemonAction Unknown(string name)
    {
        if (name is "help" or "h")
        {
            return DaemonAction.Help;
        }

        var fix = NearestName.Find(name, DaemonFlags.ByName.Keys) is { } nearest
            ? $" Did you mean {DaemonFlags.ByName[nearest].Shown}?"
            : "";
        problems.Add($"{Quoted.Text(name)} is not a flag of provider.{fix}");
        return DaemonAction.Serve;
    }

    private DaemonArguments End(DaemonAction action, NodeEnvironment environment, ImmutableArray<string> unread)
    {
        var options = environment.Apply(new ServeOptions());
        // As in Go, a value that is not used is not an error.
        if (action == DaemonAction.Serve && problems.Count == 0)
        {
            foreach (var (name, value) in values)
            {
                var flag = DaemonFlags.ByName[name];
                options = flag.Set(options, value) ?? Refuse(flag, value, options);
            }
        }

        var ignored = values.Keys.Select(name => DaemonFlags.ByName[name]).Where(flag => flag.IsIgnored)
            .Select(flag => flag.Shown);
        return new DaemonArguments(action, options, [.. ignored], unread, [.. problems])
        {
            Flags = string.Join(' ', values.Select(Shown)),
        };
    }

    private ServeOptions Refuse(DaemonFlag flag, string value, ServeOptions options)
    {
        problems.Add(Refused(flag, value));
        return options;
    }

    private static string Shown(KeyValuePair<string, string> given) =>
        $"{DaemonFlags.ByName[given.Key].Shown}={given.Value}";

    private static string Refused(DaemonFlag flag, string value) =>
        $"{flag.Shown}={Quoted.Text(value)} must be {flag.Format}.";
}
