using System.Text.RegularExpressions;
using Provider.Content.Fields;
using Provider.Model;

namespace Provider.Content;

/// <summary>Makes the files of the fields of a secret's JSON or YAML.</summary>
internal static partial class FieldFiles
{
    // A Kubernetes event has room for about a kilobyte.
    private const int MostKeys = 20;

    /// <summary>The files, in the order of the entry.</summary>
    /// <exception cref="MountException">
    /// The value is not JSON or YAML, or has no such field, or the files have no room.
    /// </exception>
    // suffix: the number of the version in a history, after a slash; empty without history.
    public static IEnumerable<VolumeFile> Make(
        ObjectEntry entry, FieldSelection fields, VaultSecret secret, string suffix, ParsedValues values,
        VolumeRoom room)
    {
        try
        {
            var root = values.Root(secret.Value, fields.Syntax);
            return [.. fields.Files.Select(file => room.Take(new VolumeFile(
                entry, VolumeFiles.Extended(entry, file.Path, suffix), file.Permission,
                ValueDecoder.Decode(Find(entry, file.Field, root).Text(room.Left), entry.Encoding),
                entry.FileId(file.Path, suffix),
                DerivedVersion.Of($"{fields.Syntax} {file.Field.Text}", secret.Version))))];
        }
        catch (UnreadableContentException error)
        {
            if (error.Code == ErrorCodes.ResponseTooLarge)
            {
                throw room.Exceeded(entry);
            }

            throw new ConversionFailure(error.Code, error.Message, error.Remedy).For(entry);
        }
    }

    private static FieldNode Find(ObjectEntry entry, FieldPath path, FieldNode root)
    {
        var node = root;
        for (var taken = 0; taken < path.Steps.Length; taken++)
        {
            node = Next(node, path.Steps[taken]) ?? throw Missing(entry, path, taken, Contents(node, root));
        }

        return node.Kind != FieldKind.Null
            ? node
            : throw new MountException(
                ErrorCodes.FieldNotFound, $"the field {Quoted.Text(path.Text)} of {entry} is null");
    }

    private static FieldNode? Next(FieldNode node, FieldStep step) => node.Kind switch
    {
        FieldKind.Mapping => step.Key is { } key ? node.Find(key) : null,
        FieldKind.List => step.Index is { } index && (index < 0 ? index + node.Length : index) is >= 0 and var place
            && place < node.Length
            ? node.Item(place)
            : null,
        _ => null,
    };

    // Keys and numbers, never a value.
    private static string Contents(FieldNode node, FieldNode root) => node.Kind switch
    {
        FieldKind.Mapping => Names([.. node.Keys.Distinct()], isShown: root.IsStructured && node.HasNames),
        FieldKind.List => $"is a list of {node.Length} items",
        FieldKind.Null => "is null",
        _ => "is a value without keys",
    };

    // A key that does not look like a name could be a part of the secret.
    private static string Names(string[] keys, bool isShown)
    {
        string[] names = [.. keys.Where(key => isShown && Name().IsMatch(key)).Take(MostKeys)];
        return keys.Length == 0 ? "has no keys"
            : names.Length == 0 ? "has other keys"
            : "has the keys " + string.Join(", ", names.Select(name => Quoted.Text(name)))
                + (keys.Length > names.Length ? " and more" : "");
    }

    [GeneratedRegex(@"\A[0-9A-Za-z_.-]{1,64}\z")]
    private static partial Regex Name();

    private static MountException Missing(ObjectEntry entry, FieldPath path, int taken, string contents)
    {
        var level = taken == 0 ? "the value" : Quoted.Text(string.Join('.', path.Steps.Take(taken)));
        return new MountException(
            ErrorCodes.FieldNotFound, $"{entry} has no field {Quoted.Text(path.Text)}: {level} {contents}");
    }
}
