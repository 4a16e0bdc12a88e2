using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Provider.Model;

namespace Provider.Parameters;

/// <summary>Checks the fields of one entry, one rule for each field, and makes the entry.</summary>
internal static partial class EntryRules
{
    private const string Latest = "latest";

    /// <summary>Reads an entry. The result is valid only if no problem was added.</summary>
    public static ObjectEntry Read(EntryText text, FilePermission volumePermission, ProblemList problems)
    {
        text.HintAtSpellings(problems);
        var name = Name(text, problems);
        var type = Type(text, problems);
        var history = History(text, problems);
        var entry = new ObjectEntry(
            text.Index,
            name,
            type ?? ObjectType.Secret,
            (text.Node(EntryText.FindObjects) is null ? Path(text, name, history, problems) : null)
                ?? Placeholder(text.Index),
            Version(text, problems),
            history,
            EntryForm.Format(text, type, problems),
            EntryForm.Encoding(text, type, problems),
            Permission(text, EntryText.FilePermission, text.Find(EntryText.FilePermission, problems), volumePermission,
                problems));
        entry = entry with
        {
            Fields = FieldRules.Read(text, entry, problems),
            Part = EntryForm.Part(text, type, entry.Format, problems),
            Metadata = MetadataRules.Read(text, problems),
        };
        entry = VaultRules.Read(text, OptionalRules.Read(text, entry, problems), problems);
        return SearchRules.Read(text, PasswordRules.Read(text, entry, problems), problems);
    }

    /// <summary>Whether the text of <c>objectVersion</c> names one version, and not the latest.</summary>
    public static bool IsVersion([NotNullWhen(true)] string? text) =>
        !string.IsNullOrEmpty(text) && !text.Equals(Latest, StringComparison.OrdinalIgnoreCase);

    // Key Vault, "About keys, secrets and certificates": 1 to 127 of 0-9, a-z, A-Z and -.
    [GeneratedRegex(@"\A[0-9A-Za-z-]{1,127}\z")]
    private static partial Regex VaultIdentifier();

    private static string Name(EntryText text, ProblemList problems)
    {
        var name = text.Find(EntryText.ObjectName, problems);
        if (text.Node(EntryText.FindObjects) is not null)
        {
            return "";
        }

        if (name is "")
        {
            text.Refuse(problems, EntryText.ObjectName, "is missing", "Name one object of the vault.");
        }
        else if (name is not null && !VaultIdentifier().IsMatch(name))
        {
            text.Refuse(
                problems, EntryText.ObjectName, $"{Quoted.Text(name)} is not a valid object name",
                name.AsSpan().ContainsAny('*', '?')
                    ? $"Write find: {{name: {Quoted.Text(name)}}} in the place of objectName for all objects of that "
                        + "name."
                    : "Name one object, of 1 to 127 letters, digits and hyphens; for several objects write several "
                        + "entries.");
        }

        return name ?? "";
    }

    private static ObjectType? Type(EntryText text, ProblemList problems)
    {
        var word = text.Find(EntryText.ObjectType, problems);
        foreach (var type in Enum.GetValues<ObjectType>())
        {
            if (type.ToWireName().Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return type;
            }
        }

        if (word is not null)
        {
            var what = word.Length == 0 ? "is missing" : $"{Quoted.Text(word)} is not a valid object type";
            text.Refuse(problems, EntryText.ObjectType, what, "Write secret, key or cert.");
        }

        return null;
    }

    private static VolumePath? Path(EntryText text, string name, int history, ProblemList problems)
    {
        var alias = text.Find(EntryText.ObjectAlias, problems);
        return !string.IsNullOrEmpty(alias) ? Alias(text, EntryText.ObjectAlias, alias, history, problems)
            // Every valid name is a path.
            : VolumePath.TryParse(name, out var path, out _) ? path : null;
    }

    public static VolumePath? Alias(EntryText text, string field, string alias, int history, ProblemList problems)
    {
        if (history > 1)
        {
            // The number of the version is appended, and the driver cleans the joined path.
            alias = PathRules.Cleaned(alias);
        }

        if (!VolumePath.TryParse(alias, out var path, out var fault))
        {
            text.Refuse(
                problems, field, $"{Quoted.Text(alias)} {fault}",
                "Write a relative path such as folder/file.", ErrorCodes.PathInvalid);
        }

        return path;
    }

    // An entry whose path is refused is still read, so that its other problems are found too.
    private static VolumePath Placeholder(int index) =>
        VolumePath.TryParse($"objects[{index}]", out var path, out var fault)
            ? path
            : throw new InvalidOperationException(fault);

    private static string? Version(EntryText text, ProblemList problems)
    {
        var version = text.Find(EntryText.ObjectVersion, problems);
        if (!IsVersion(version))
        {
            return null;
        }

        if (!VaultIdentifier().IsMatch(version))
        {
            text.Refuse(
                problems, EntryText.ObjectVersion, $"{Quoted.Text(version)} is not a valid version id",
                "Write the id that the vault shows for the version, or leave it out for the latest.");
        }

        return version;
    }

    private static int History(EntryText text, ProblemList problems)
    {
        var history = text.Find(EntryText.ObjectVersionHistory, problems);
        if (string.IsNullOrEmpty(history))
        {
            return 1;
        }

        if (GoNumber.ReadInt32(history) is not { } count)
        {
            text.Refuse(
                problems, EntryText.ObjectVersionHistory, $"{Quoted.Text(history)} is not a whole number",
                "Write how many versions to mount, such as 5.");
            return 1;
        }

        return Math.Max(count, 1);
    }

    public static FilePermission Permission(
        EntryText text, string field, string? octal, FilePermission volumePermission, ProblemList problems)
    {
        if (string.IsNullOrEmpty(octal))
        {
            return volumePermission;
        }

        if (FilePermission.FromOctal(octal.StartsWith('+') ? octal[1..] : octal) is { } permission)
        {
            return permission;
        }

        text.Refuse(
            problems, field, $"{Quoted.Text(octal)} is not a valid file mode",
            "Write octal digits from 0 to 0777, such as 0644.");
        return volumePermission;
    }
}
