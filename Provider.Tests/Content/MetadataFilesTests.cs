using System.Collections.Immutable;
using Provider.Content;
using Provider.Model;
using Provider.Tests.Parameters;

namespace Provider.Tests.Content;

public sealed class MetadataFilesTests
{
    private const int Room = 100_000;

    private static readonly ObjectEntry Entry = new ValidRequest()
        .WithField("metadataAlias: .versions.json\nmetadataTags: \"true\"\nobjectVersionHistory: 2000").Entry();

    private static readonly string Tags = $$"""{"tag":"{{new string('x', 10_000)}}"}""";

    [Fact]
    public void Metadata_that_has_no_room_in_the_volume_ends_before_all_of_it_is_made()
    {
        ImmutableArray<VaultObject> versions = [.. Enumerable.Range(0, 2000).Select(Version)];
        var before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<MountException>(
            () => MetadataFiles.Make([Entry], [versions], new VolumeRoom(Room)).ToArray());

        Assert.Equal(ErrorCodes.ResponseTooLarge, error.Code);
        // All of it has 20 MB.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
    }

    [Fact]
    public void Metadata_takes_its_room_in_the_volume()
    {
        var room = new VolumeRoom(Room);

        var file = Assert.Single(MetadataFiles.Make([Entry], [[Version(1)]], room));

        Assert.Equal(Room - file.Contents.Length, room.Left);
        Assert.InRange(file.Contents.Length, Tags.Length, Tags.Length + 1000);
    }

    private static VaultObject Version(int number) =>
        new VaultSecret($"v{number}", new SecretText("x"), null, BacksCertificate: false) { Tags = Tags };
}
