using System.Globalization;
using Provider.Hosting;

namespace Provider.Arguments;

/// <summary>Makes the flags under one heading; defaults come from <see cref="ServeOptions"/>.</summary>
internal sealed class FlagMaker(string group)
{
    private static readonly ServeOptions Defaults = new();

    public DaemonFlag Boolean(
        string name, string purpose, Func<ServeOptions, bool> get, Func<ServeOptions, bool, ServeOptions> set) =>
        new(name, FlagType.Boolean, group, purpose)
        {
            Default = get(Defaults) ? "true" : null,
            Set = (options, text) => set(options, GoNumber.ReadBoolean(text)!.Value),
        };

    /// <summary>A number within bounds, both inclusive.</summary>
    public DaemonFlag Integer(
        string name, string purpose, int least, int most, Func<ServeOptions, int> get,
        Func<ServeOptions, int, ServeOptions> set) =>
        new(name, FlagType.Integer, group, purpose)
        {
            Default = get(Defaults).ToString(CultureInfo.InvariantCulture),
            Rule = most == int.MaxValue ? $"at least {least}" : $"{least} to {most}",
            Set = (options, text) => GoNumber.ReadInteger(text) is { } number && number >= least && number <= most
                ? set(options, (int)number)
                : null,
        };

    /// <summary>A duration; it is refused if the set function returns null.</summary>
    public DaemonFlag Duration(
        string name, string purpose, Func<ServeOptions, TimeSpan> get,
        Func<ServeOptions, TimeSpan, ServeOptions?> set) =>
        new(name, FlagType.Duration, group, purpose)
        {
            Default = GoDuration.Write(get(Defaults)),
            Set = (options, text) => set(options, GoDuration.Read(text)!.Value),
        };

    /// <summary>A text; empty means the default, since a chart writes <c>--flag=</c> without a value.</summary>
    public DaemonFlag Text(string name, string purpose, string usual, Func<ServeOptions, string, ServeOptions?> set) =>
        new(name, FlagType.Text, group, purpose)
        {
            Default = usual,
            Set = (options, text) => text.Length == 0 ? options : set(options, text),
        };

    /// <summary>A URL; an empty one means the default.</summary>
    public DaemonFlag Url(string name, string purpose, string usual, Func<ServeOptions, string, ServeOptions?> set) =>
        Text(name, purpose, usual, set) with { Type = FlagType.Url };
}
