using System.Text.RegularExpressions;
using Provider.Model;

namespace Provider.Parameters;

/// <summary>Checks the fields of a PFX with a password.</summary>
internal static partial class PasswordRules
{
    // entry: what has been read of the entry.
    public static ObjectEntry Read(EntryText text, ObjectEntry entry, ProblemList problems)
    {
        var password = Name(text, EntryText.PasswordObject, "Name the secret that holds the password.", problems);
        var alias = Name(
            text, EntryText.KeyAlias, "Write up to 64 letters, digits, dots, hyphens, underscores and spaces.",
            problems);
        foreach (var field in (string[])[EntryText.PasswordObject, EntryText.KeyAlias])
        {
            if (text.IsSet(field) && (entry.Type != ObjectType.Secret || entry.Fields is not null))
            {
                text.Refuse(
                    problems, field, "is for certificates of objectType secret only",
                    $"Remove {field}, or write objectType: secret without jsonKey, yamlKey and jmesPath.");
            }
        }

        if (alias is not null && entry.Format != ObjectFormat.Pfx)
        {
            text.Refuse(problems, EntryText.KeyAlias, "needs objectFormat: pfx", "Add it, or remove keyAlias.");
        }

        return entry with { PasswordObject = password, KeyAlias = alias };
    }

    private static string? Name(EntryText text, string field, string fix, ProblemList problems)
    {
        var name = text.Find(field, problems);
        if (string.IsNullOrEmpty(name))
        {
            return null;
        }

        var isValid = field == EntryText.KeyAlias ? Alias().IsMatch(name) : Secret().IsMatch(name);
        if (!isValid)
        {
            // Not quoted: it may be the password itself, by mistake.
            text.Refuse(problems, field, "is not a valid name", fix);
        }

        return name;
    }

    [GeneratedRegex(@"\A[0-9A-Za-z-]{1,127}\z")]
    private static partial Regex Secret();

    [GeneratedRegex(@"\A[0-9A-Za-z. _-]{1,64}\z")]
    private static partial Regex Alias();
}
