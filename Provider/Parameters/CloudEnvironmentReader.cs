using System.Text.Json;
using System.Text.RegularExpressions;
using Provider.Model;

namespace Provider.Parameters;

/// <summary>Reads the JSON file that describes a custom cloud, such as an Azure Stack Hub.</summary>
// Messages never quote the file: the author of a class can name any file that the operator allows.
internal static partial class CloudEnvironmentReader
{
    private const string Authority = "activeDirectoryEndpoint";
    private const string TokenResource = "keyVaultEndpoint";
    private const string VaultSuffix = "keyVaultDNSSuffix";

    private static readonly JsonDocumentOptions Lenient = new() { MaxDepth = 16 };

    /// <summary>Reads a cloud; null if something is wrong.</summary>
    public static Cloud? Read(string text, string name, ProblemPlace place, ProblemList problems)
    {
        if (Fields(text) is not { } fields)
        {
            Refuse(problems, place, "the file is not a JSON object");
            return null;
        }

        var authority = Address(fields, Authority, place, problems);
        var resource = Address(fields, TokenResource, place, problems);
        var suffix = Suffix(fields, place, problems);
        return authority is null || resource is null || suffix is null
            ? null
            : new Cloud(
                name, new Uri(authority.AbsoluteUri.TrimEnd('/') + "/"), resource.AbsoluteUri.TrimEnd('/'), suffix);
    }

    // RFC 1123, with at least one dot: a single word would make every vault a host of the node's own search domains.
    [GeneratedRegex(@"\A([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+\z", RegexOptions.IgnoreCase)]
    private static partial Regex HostName();

    private static Dictionary<string, string>? Fields(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Lenient);
            var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.Value.ValueKind == JsonValueKind.String)
                {
                    fields.TryAdd(property.Name, property.Value.GetString()!.Trim());
                }
            }

            return fields;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static Uri? Address(
        Dictionary<string, string> fields, string name, ProblemPlace place, ProblemList problems)
    {
        if (Uri.TryCreate(fields.GetValueOrDefault(name), UriKind.Absolute, out var address)
            && address is { Scheme: "https", UserInfo: "", Query: "", Fragment: "" })
        {
            return address;
        }

        Refuse(problems, place, $"the file's field {name} is missing or not an https:// URL");
        return null;
    }

    private static string? Suffix(Dictionary<string, string> fields, ProblemPlace place, ProblemList problems)
    {
        var suffix = fields.GetValueOrDefault(VaultSuffix)?.TrimStart('.') ?? "";
        if (suffix.Length < 200 && HostName().IsMatch(suffix))
        {
            return suffix;
        }

        Refuse(problems, place, $"the file's field {VaultSuffix} is missing or not a domain name");
        return null;
    }

    private static void Refuse(ProblemList problems, ProblemPlace place, string what) =>
        problems.Add(new Problem(ErrorCodes.CloudFileInvalid, place, what, ErrorCodes.CloudFileInvalid.Remedy));
}
