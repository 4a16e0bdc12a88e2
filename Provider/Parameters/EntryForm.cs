using Provider.Model;

namespace Provider.Parameters;

/// <summary>Checks the fields of an entry that determine the form of its file.</summary>
internal static class EntryForm
{
    private static readonly string[] NotWithPart =
        [EntryText.ObjectEncoding, EntryText.JsonKey, EntryText.YamlKey, EntryText.JmesPath];

    public static ObjectFormat Format(EntryText text, ObjectType? type, ProblemList problems)
    {
        var word = text.Find(EntryText.ObjectFormat, problems);
        switch (word?.ToLowerInvariant())
        {
            case null or "":
                return ObjectFormat.Default;
            case "pem":
                return ObjectFormat.Pem;
            case "pfx":
                if (type is ObjectType.Key or ObjectType.Certificate && word != "pfx")
                {
                    // The Go provider refuses only the lower case, and ignores other spellings.
                    return ObjectFormat.Default;
                }

                OnlyForSecrets(text, EntryText.ObjectFormat, type, problems);
                return ObjectFormat.Pfx;
            default:
                text.Refuse(problems, EntryText.ObjectFormat, $"{Quoted.Text(word)} is not a valid format",
                    "Write pem or pfx.");
                return ObjectFormat.Default;
        }
    }

    public static ObjectEncoding Encoding(EntryText text, ObjectType? type, ProblemList problems)
    {
        var word = text.Find(EntryText.ObjectEncoding, problems);
        if (string.IsNullOrEmpty(word))
        {
            return ObjectEncoding.Utf8;
        }

        OnlyForSecrets(text, EntryText.ObjectEncoding, type, problems);
        switch (word.ToLowerInvariant())
        {
            case "utf-8":
                return ObjectEncoding.Utf8;
            case "hex":
                return ObjectEncoding.Hex;
            case "base64":
                return ObjectEncoding.Base64;
            default:
                text.Refuse(problems, EntryText.ObjectEncoding, $"{Quoted.Text(word)} is not a valid encoding",
                    "Write utf-8, hex or base64.");
                return ObjectEncoding.Utf8;
        }
    }

    /// <summary>The part of a certificate; null if the field is not set.</summary>
    public static CertificatePart? Part(EntryText text, ObjectType? type, ObjectFormat format, ProblemList problems)
    {
        var word = text.Find(EntryText.ObjectPart, problems);
        if (string.IsNullOrEmpty(word))
        {
            return null;
        }

        OnlyForSecrets(text, EntryText.ObjectPart, type, problems);
        RefuseBesidePart(text, format, problems);
        foreach (var part in Enum.GetValues<CertificatePart>())
        {
            if (part.ToWireName().Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return part;
            }
        }

        text.Refuse(
            problems, EntryText.ObjectPart, $"{Quoted.Text(word)} is not a part of a certificate",
            "Write key, certificate, chain, fullchain, ca or all.");
        return null;
    }

    private static void RefuseBesidePart(EntryText text, ObjectFormat format, ProblemList problems)
    {
        string[] others =
        [
            .. format == ObjectFormat.Pfx ? ["objectFormat: pfx"] : Array.Empty<string>(),
            .. NotWithPart.Where(text.IsSet),
        ];
        foreach (var other in others)
        {
            text.Refuse(problems, EntryText.ObjectPart, $"cannot be combined with {other}",
                "Remove one of the two; a part is PEM text.");
        }
    }

    // A type that is not valid has its own problem; it does not get a second one here.
    private static void OnlyForSecrets(EntryText text, string field, ObjectType? type, ProblemList problems)
    {
        if (type is ObjectType.Key or ObjectType.Certificate)
        {
            text.Refuse(
                problems, field, $"is not supported for objectType {type.Value.ToWireName()}",
                $"Remove {field}, or write objectType: secret.");
        }
    }
}
