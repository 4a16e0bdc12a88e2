using System.Text;
using Provider.Model;

namespace Provider.Tests.Model;

/// <summary>The message of a mount that failed.</summary>
public sealed class MountExceptionTests
{
    [Theory]
    [InlineData('x')]
    [InlineData('\u00e9')]
    public void Problems_that_have_no_room_are_counted(char letter)
    {
        var problem = new Problem(
            ErrorCodes.EntryInvalid, new ProblemPlace("objects", 1), new string(letter, 1000), "Correct it.");

        var message = MountException.From([.. Enumerable.Repeat(problem, 100)]).Message;

        Assert.InRange(Encoding.UTF8.GetByteCount(message), 8 * 1024, 17 * 1024);
        Assert.StartsWith("entry-invalid: 100 problems. (1) objects[1]: ", message, StringComparison.Ordinal);
        Assert.Contains(letter == 'x' ? "Correct it. And 85 more, and (100) objects[1]: " : "And 92 more, and (100)",
            message, StringComparison.Ordinal);
    }
}
