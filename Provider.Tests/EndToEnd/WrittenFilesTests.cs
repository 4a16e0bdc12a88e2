using Provider.Sandbox.Cloud;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Processes;

namespace Provider.Tests.EndToEnd;

/// <summary>The daemon writes nothing but its socket, whatever lies in its working directory.</summary>
public sealed class WrittenFilesTests : IDisposable
{
    private const string Settings = "OTEL_DIAGNOSTICS.json";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("written-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_diagnostics_file_in_the_working_directory_makes_it_write_nothing()
    {
        Assert.SkipUnless(NativeBinary.IsTested, "only the native binary leaves OpenTelemetry's diagnostics out");
        var work = folder.CreateSubdirectory("work");
        File.WriteAllText(
            Path.Combine(work.FullName, Settings), """{"LogDirectory":".","FileSize":1024,"LogLevel":"Verbose"}""");
        await using var cloud = await SandboxCloud.StartAsync(TimeProvider.System, new Random(1));
        cloud.Vaults["demo"].SetSecret("one", "1");
        cloud.NmiService.Assigned["shop/app-0"] = Stage.ClientId;
        await cloud.Nmi.StartAsync();
        await using var provider = await ProviderProcess.StartAsync(Script(work.FullName), cloud, [], Patience.Limit);
        using var driver = new FakeDriver(provider.SocketPath, TimeProvider.System);

        await driver.MountAsync(SmallMount.Request(), FakeDriver.KubeletDeadline, Patience.Limit);

        Assert.Equal([Settings], Names(work));
        Assert.Equal(0, await provider.StopAsync());
        Assert.Equal([Settings], Names(work));
    }

    private static IEnumerable<string> Names(DirectoryInfo folder) =>
        folder.EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Select(file => file.Name);

    private string Script(string work)
    {
        var path = Path.Combine(folder.FullName, "provider");
        File.WriteAllText(
            path,
            $"""
            #!/bin/sh
            cd {work}
            export HOME={work} TMPDIR={work} OTEL_LOG_LEVEL=trace
            export OTEL_DOTNET_SELF_DIAGNOSTICS_SINKS=file OTEL_DOTNET_SELF_DIAGNOSTICS_LOG_DIRECTORY={work}
            exec {ProviderProcess.DefaultBinary} "$@"

            """);
        File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        return path;
    }
}
