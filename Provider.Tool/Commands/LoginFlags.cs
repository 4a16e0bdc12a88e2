using System.CommandLine;
using Provider.Model;
using Provider.Tool.Commands.Help;
using Provider.Tool.Login;

namespace Provider.Tool.Commands;

/// <summary>The flags of <c>mount</c> that choose the identity that reads the vault.</summary>
internal sealed class LoginFlags
{
    private const string Title = "Credential";
    private const int LongestSecret = 64 * 1024;

    private static readonly Dictionary<string, CredentialKind> Kinds = new()
    {
        ["class"] = CredentialKind.Class,
        ["azure-cli"] = CredentialKind.AzureCli,
        ["managed-identity"] = CredentialKind.ManagedIdentity,
        ["service-principal"] = CredentialKind.ServicePrincipal,
        ["workload-identity"] = CredentialKind.WorkloadIdentity,
    };

    private readonly DescribedOption<string> kind = new("--credential")
    {
        Group = Title,
        Description =
            "The identity that reads the vault: that of the class where possible here, or the Azure CLI's login, "
            + "this machine's managed identity, a client secret, or a federated token.",
        DefaultValueFactory = _ => "class",
    };

    private readonly DescribedOption<string> secretFile = new("--client-secret-file")
    {
        Group = Title,
        Description =
            "The file that holds the client secret of --credential service-principal. There is no flag for the "
            + "secret itself: others on the machine could see it.",
        Variable = "AZURE_CLIENT_SECRET",
        IsPath = true,
    };

    /// <summary>Adds the checks that run when the command line is parsed.</summary>
    public LoginFlags()
    {
        kind.AcceptOnly([.. Kinds.Keys]);
        kind.Range = string.Join(", ", Kinds.Keys);
    }

    public Option[] All => [kind, secretFile];

    public static string NameOf(CredentialKind kind) => Kinds.First(pair => pair.Value == kind).Key;

    /// <exception cref="IOException">The client secret's file cannot be read.</exception>
    public LocalLogin Read(ParseResult parsed, Func<string, string?> variable)
    {
        var secret = parsed.GetValue(secretFile) is { } path ? ReadSecret(path) : variable("AZURE_CLIENT_SECRET");
        return new LocalLogin(Kinds[parsed.GetRequiredValue(kind)])
        {
            ClientId = variable("AZURE_CLIENT_ID") is { Length: > 0 } id ? id : null,
            Tenant = variable("AZURE_TENANT_ID") is { Length: > 0 } tenant ? tenant : null,
            ClientSecret = secret is { Length: > 0 } ? new SecretText(secret) : null,
            FederatedTokenFile = variable("AZURE_FEDERATED_TOKEN_FILE") is { Length: > 0 } file ? file : null,
        };
    }

    private static string ReadSecret(string path)
    {
        using var reader = new StreamReader(path);
        var text = new char[LongestSecret + 1];
        var length = reader.ReadBlock(text);
        return length > LongestSecret
            ? throw new IOException($"{Quoted.Text(path, 512)} is longer than {LongestSecret} characters")
            : new string(text, 0, length).Trim();
    }
}
