using System.Diagnostics;
using System.Text.Json;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Cloud.Vault;
using Provider.Sandbox.Processes;

namespace Provider.Tests.EndToEnd;

/// <summary>A cloud, a person's directory, and the provider's program as that person runs it.</summary>
internal sealed class LocalMountStage : IAsyncDisposable
{
    public const string Tenant = "00000000-0000-0000-0000-0000000000aa";
    public const string ClientId = "11111111-1111-1111-1111-111111111111";

    private readonly TemporaryDirectory directory = new();

    private LocalMountStage(SandboxCloud cloud) => Cloud = cloud;

    public SandboxCloud Cloud { get; }

    public StoredVault Vault => Cloud.Vaults["demo"];

    /// <summary>A directory that is not there yet.</summary>
    public string Target => PathOf("volume");

    /// <summary>The program that is run; a script can stand before it.</summary>
    public string Program { get; set; } = ProviderProcess.DefaultTool;

    /// <summary>Set for the program beside the cloud's own; none removes one.</summary>
    public Dictionary<string, string?> Environment { get; } = [];

    public static async Task<LocalMountStage> StartAsync() =>
        new(await SandboxCloud.StartAsync(TimeProvider.System, new Random(1)));

    public string PathOf(string name) => Path.Combine(directory.Path, name);

    /// <summary>Writes a file of the person's, and gives its path.</summary>
    public string Write(string name, string text, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), text);
        File.SetUnixFileMode(PathOf(name), mode);
        return PathOf(name);
    }

    /// <summary>A manifest of a class that mounts secrets, each <c>name</c> or <c>name=alias</c>.</summary>
    public string Class(string access, params string[] secrets) =>
        Write("class.yaml", ClassText("class", access, secrets));

    public static string ClassText(string name, string access, params string[] secrets) =>
        $"""
        apiVersion: secrets-store.csi.x-k8s.io/v1
        kind: SecretProviderClass
        metadata:
          name: {name}
        spec:
          provider: azure
          parameters:
            keyvaultName: demo
            tenantID: {Tenant}
            {access}
            objects: |
              array:

        """
        + string.Concat(secrets.Select(secret => secret.Split('=')).Select(pair =>
            $"        - |\n          objectName: {pair[0]}\n          objectType: secret\n"
                + (pair.Length > 1 ? $"          objectAlias: {pair[1]}\n" : "")));

    /// <summary>Puts an Azure CLI on PATH that says what a script says, and nothing else.</summary>
    public void AzureCli(string script)
    {
        Write("bin/az", "#!/bin/sh\n" + script, (UnixFileMode)0x1ED);
        Environment["PATH"] = $"{PathOf("bin")}:/usr/bin:/bin";
    }

    /// <summary>Lets other users read everything that is there.</summary>
    public void OpenToAll()
    {
        const UnixFileMode Open = (UnixFileMode)0x1ED;
        File.SetUnixFileMode(directory.Path, Open);
        foreach (var entry in Directory.EnumerateFileSystemEntries(directory.Path, "*", SearchOption.AllDirectories))
        {
            File.SetUnixFileMode(entry, Open);
        }
    }

    /// <summary>An Azure CLI with a login that may read the vault.</summary>
    public void LogIn()
    {
        var token = Cloud.Tokens.Issue("cli-user", "https://vault.azure.net");
        AzureCli(
            $$"""
            echo "$@" >> "{{PathOf("az.log")}}"
            echo '{"accessToken":"{{token.Text}}","expiresOn":"2099-01-01 00:00:00.000000","expires_on":4070908800,"subscription":"s","tenant":"{{Tenant}}","tokenType":"Bearer"}'
            """);
    }

    public async Task<CommandRun> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        return await WaitForExitAsync(process);
    }

    /// <summary>Starts the program without waiting for its end.</summary>
    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Program, arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            WorkingDirectory = directory.Path,
        };
        ProviderEnvironment.Set(start, Cloud);
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    public static async Task<CommandRun> WaitForExitAsync(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync(Patience.Limit);
        var error = process.StandardError.ReadToEndAsync(Patience.Limit);
        await process.WaitForExitAsync(Patience.Limit);
        return new CommandRun(process.ExitCode, await output, await error);
    }

    public async ValueTask DisposeAsync()
    {
        await Cloud.DisposeAsync();
        directory.Dispose();
    }
}

/// <summary>What a command came to.</summary>
internal sealed record CommandRun(int Status, string Output, string Error)
{
    /// <summary>The standard output of <c>--json</c>.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;
}
