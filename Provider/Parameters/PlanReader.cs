using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Provider.Model;

namespace Provider.Parameters;

/// <summary>Reads a request's strings into a plan, or a list of all problems. Has no other input.</summary>
internal sealed partial class PlanReader(PlanSettings settings)
{
    /// <summary>The most files of one mount, versions of a history counted.</summary>
    public const int MostFiles = 2000;

    public PlanReader(string defaultCloud)
        : this(new PlanSettings(defaultCloud))
    {
    }

    /// <exception cref="MountException">
    /// The attributes are not a JSON object of strings, so that nothing in them can be named.
    /// </exception>
    public PlanReading Read(MountInput input) => Read(Attributes.Read(input.Attributes), input);

    public PlanReading Read(Attributes attributes, MountInput input)
    {
        var problems = new ProblemList();
        var pod = PodReader.Read(attributes, problems);
        var cloud = CloudReader.Read(attributes, settings, problems);
        var vaultName = VaultName(attributes, problems);
        var access = new AccessModeReader(
            attributes, NodePublishSecret.Read(input.Secrets, problems), settings, problems).Read();
        var plan = new MountPlan(
            pod,
            attributes.FindExact(ParameterNames.SecretProviderClass) ?? "",
            cloud,
            vaultName,
            TenantReader.Read(attributes, cloud, access, problems),
            access,
            VaultRules.Resolve(
                Entries(attributes, Permission(input, problems), problems), vaultName, access, problems))
        {
            Hints = problems.Hints,
        };
        return new PlanReading(problems.IsEmpty ? plan : null, problems.ToImmutable()) { Hints = problems.Hints };
    }

    public static bool IsVaultName(string name) => VaultNameRule().IsMatch(name);

    [GeneratedRegex(@"\A[-A-Za-z0-9]{3,24}\z")]
    private static partial Regex VaultNameRule();

    // A name that is not valid is replaced, so that the plan, which is discarded, still has an address.
    private static string VaultName(Attributes attributes, ProblemList problems)
    {
        var name = attributes.Find(ParameterNames.KeyVaultName);
        if (name is not null && VaultNameRule().IsMatch(name))
        {
            return name;
        }

        problems.AddParameter(
            ParameterNames.KeyVaultName, name is null ? "is missing" : $"{Quoted.Text(name)} is not a valid vault name",
            "Write the vault's name alone: 3 to 24 letters, digits and hyphens, without a domain.");
        return "none";
    }

    private static FilePermission Permission(MountInput input, ProblemList problems)
    {
        if (FilePermission.FromDecimal(input.Permission) is { } permission)
        {
            return permission;
        }

        problems.Add(new Problem(
            ErrorCodes.RequestMalformed, new ProblemPlace("permission"),
            $"{Quoted.Text(input.Permission)} is not a valid file mode",
            ErrorCodes.RequestMalformed.Remedy));
        return default;
    }

    private static ImmutableArray<ObjectEntry> Entries(
        Attributes attributes, FilePermission permission, ProblemList problems)
    {
        if (attributes.Find(ParameterNames.Objects) is not { } objects)
        {
            problems.AddParameter(ParameterNames.Objects, "is missing", "List the objects to mount under it.");
            return [];
        }

        var texts = ObjectsReader.Read(objects, problems);
        // Aliases repeat the nodes of a small text, so they are counted before any is read.
        if (!CheckFiles(texts.Sum(FieldRules.CountFiles), problems) || !SearchRules.CheckCount(texts, problems))
        {
            return [];
        }

        ImmutableArray<ObjectEntry> entries = [.. texts.Select(text => EntryRules.Read(text, permission, problems))];
        OptionalRules.CheckCount(entries, problems);
        var files =
            entries.Sum(entry => (entry.HasHistory ? (long)entry.History : 1) * (entry.Fields?.Files.Length ?? 1));
        if (!CheckFiles(files, problems))
        {
            return [];
        }

        PathRules.RefuseCollisions(ForEachPath(entries), problems);
        return entries;
    }

    private static ImmutableArray<ObjectEntry> ForEachPath(ImmutableArray<ObjectEntry> entries) =>
    [
        .. entries.Where(entry => entry.Search is null)
            .SelectMany(entry => entry.Paths, (entry, path) => entry with { Path = path }),
        // Entries with the same metadata file share it.
        .. entries.Where(entry => entry.Metadata is not null).DistinctBy(entry => entry.Metadata!.Path)
            .Select(entry => entry with { Path = entry.Metadata!.Path, History = 1 }),
    ];

    private static bool CheckFiles(long files, ProblemList problems)
    {
        if (files <= MostFiles)
        {
            return true;
        }

        problems.AddParameter(
            ParameterNames.Objects, $"asks for {files} files, more than {MostFiles}",
            "List fewer objects, or lower objectVersionHistory.");
        return false;
    }
}
