namespace CareExchange.Validation.Narratives;

/// <summary>What an <see cref="XhtmlReader"/> stands on.</summary>
internal enum XhtmlToken
{
    /// <summary>The end of the text.</summary>
    End,

    /// <summary>A start tag; its attributes can be read.</summary>
    Start,

    /// <summary>A tag that is start and end at once.</summary>
    Single,

    /// <summary>An end tag.</summary>
    Close,

    /// <summary>Text, which may be white space.</summary>
    Text,

    /// <summary>A comment.</summary>
    Comment,

    /// <summary>A document type or a processing instruction, which no narrative has.</summary>
    Declaration,

    /// <summary>Something that is not XML.</summary>
    Broken,
}
