namespace Provider.Content;

/// <summary>Content is not what it should be. Becomes a failed mount where the entry is known.</summary>
/// <param name="reason">Why, as a clause that follows the content's name. Never quotes the content.</param>
internal sealed class UnreadableContentException(string reason) : Exception(reason);
