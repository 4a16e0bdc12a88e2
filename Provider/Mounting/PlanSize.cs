using Provider.Model;

namespace Provider.Mounting;

/// <summary>The memory of a plan, in bytes.</summary>
internal static class PlanSize
{
    // The memory of an entry, a field or a tag without its texts.
    private const int BytesOfEntry = 200;

    /// <summary>All texts of the plan; one that entries share is counted for each.</summary>
    public static long Of(MountPlan plan) => Text(Proof(plan.Access)) + plan.Entries.Sum(Of);

    private static string? Proof(AccessMode access) => access switch
    {
        AccessMode.Federated identity => identity.Token.Text.Reveal(),
        AccessMode.ServicePrincipal principal => principal.ClientSecret.Reveal(),
        _ => null,
    };

    private static long Of(ObjectEntry entry) =>
        BytesOfEntry + Text(entry.Name) + Text(entry.Path.Text) + Text(entry.Default) + Text(entry.Metadata?.Path.Text)
        + Text(entry.PasswordObject) + Text(entry.KeyAlias)
        + (entry.Fields?.Files.Sum(Of) ?? 0) + (entry.Search is { } search ? Of(search) : 0);

    // The text of a field is counted twice, since its steps hold it too.
    private static long Of(FieldFile file) => BytesOfEntry + Text(file.Path.Text) + (2 * Text(file.Field.Text));

    private static long Of(ObjectSearch search) => BytesOfEntry + Text(search.Alias) + Text(search.Pattern.Text)
        + search.Tags.Sum(tag => BytesOfEntry + Text(tag.Key) + Text(tag.Value));

    private static long Text(string? text) => sizeof(char) * (long)(text?.Length ?? 0);
}
