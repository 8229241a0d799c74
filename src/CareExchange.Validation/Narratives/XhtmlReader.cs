namespace CareExchange.Validation.Narratives;

/// <summary>Reads the tags of a narrative where they stand, without building a tree. Strict: what XML refuses is <see cref="XhtmlToken.Broken"/>.</summary>
/// <remarks>Allocates nothing. Whether tags match is for the caller, who keeps the stack.</remarks>
internal ref struct XhtmlReader(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private int _at;
    private int _attributes;

    /// <summary>The name of the tag.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>The text, or the attribute's value after <see cref="ReadAttribute"/>.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>The name of the attribute.</summary>
    public ReadOnlySpan<byte> AttributeName { get; private set; }

    /// <summary>An entity that XML does not know; empty where there is none so far.</summary>
    public ReadOnlySpan<byte> UnknownEntity { get; private set; }

    /// <summary>Goes to the next token.</summary>
    public XhtmlToken Read()
    {
        if (_at >= _text.Length) return XhtmlToken.End;
        if (_text[_at] != (byte)'<') return ReadText();
        var rest = _text[_at..];
        if (rest.StartsWith("<!--"u8)) return Skip("<!--"u8.Length, "-->"u8, XhtmlToken.Comment);
        if (rest.StartsWith("<![CDATA["u8)) return Skip("<![CDATA["u8.Length, "]]>"u8, XhtmlToken.Text);
        if (rest.Length > 1 && rest[1] is (byte)'!' or (byte)'?') return Skip(2, ">"u8, XhtmlToken.Declaration);
        return ReadTag();
    }

    /// <summary>Goes to the next attribute of the start tag; false where there is none.</summary>
    public bool ReadAttribute()
    {
        SkipSpace(ref _attributes);
        var start = _attributes;
        while (_attributes < _text.Length && IsNameByte(_text[_attributes])) _attributes++;
        if (_attributes == start) return false;
        AttributeName = _text[start.._attributes];
        SkipSpace(ref _attributes);
        if (_attributes >= _text.Length || _text[_attributes] != (byte)'=') return false;
        _attributes++;
        SkipSpace(ref _attributes);
        if (_attributes >= _text.Length) return false;
        var quote = _text[_attributes];
        var value = ++_attributes;
        var end = _text[value..].IndexOf(quote);
        if (end < 0) return false;
        Value = _text.Slice(value, end);
        _attributes = value + end + 1;
        return true;
    }

    private XhtmlToken ReadText()
    {
        var end = _text[_at..].IndexOf((byte)'<');
        Value = end < 0 ? _text[_at..] : _text.Slice(_at, end);
        _at += Value.Length;
        return CheckEntities(Value) ? XhtmlToken.Text : XhtmlToken.Broken;
    }

    private XhtmlToken Skip(int from, ReadOnlySpan<byte> until, XhtmlToken token)
    {
        var start = _at + from;
        var end = start > _text.Length ? -1 : _text[start..].IndexOf(until);
        if (end < 0) return Break();
        Value = _text.Slice(start, end);
        _at = start + end + until.Length;
        return token;
    }

    private XhtmlToken ReadTag()
    {
        var at = _at + 1;
        var isClose = at < _text.Length && _text[at] == (byte)'/';
        if (isClose) at++;
        var start = at;
        while (at < _text.Length && IsNameByte(_text[at])) at++;
        if (at == start || _text[start] is (byte)'-' or (byte)'.' or (>= (byte)'0' and <= (byte)'9')) return Break();
        Name = _text[start..at];
        _attributes = at;
        if (isClose)
        {
            SkipSpace(ref at);
            if (at >= _text.Length || _text[at] != (byte)'>') return Break();
            _at = at + 1;
            return XhtmlToken.Close;
        }

        return ReadTail(at);
    }

    // Runs over the attributes once, so that the end of the tag is known before anybody asks for them.
    private XhtmlToken ReadTail(int at)
    {
        while (true)
        {
            var before = at;
            SkipSpace(ref at);
            if (at >= _text.Length) return Break();
            if (_text[at] == (byte)'>')
            {
                _at = at + 1;
                return XhtmlToken.Start;
            }

            if (_text[at] == (byte)'/')
            {
                if (at + 1 >= _text.Length || _text[at + 1] != (byte)'>') return Break();
                _at = at + 2;
                return XhtmlToken.Single;
            }

            if (at == before) return Break();
            var name = at;
            while (at < _text.Length && IsNameByte(_text[at])) at++;
            if (at == name) return Break();
            SkipSpace(ref at);
            if (at >= _text.Length || _text[at] != (byte)'=') return Break();
            at++;
            SkipSpace(ref at);
            if (at >= _text.Length || _text[at] is not ((byte)'"' or (byte)'\'')) return Break();
            var end = _text[(at + 1)..].IndexOf(_text[at]);
            if (end < 0) return Break();
            var value = _text.Slice(at + 1, end);
            if (value.Contains((byte)'<') || !CheckEntities(value)) return Break();
            at += end + 2;
        }
    }

    // XML knows five entities and numbers; HTML's need a document type, which a narrative has not (R4 narrative.html#xhtml).
    private bool CheckEntities(ReadOnlySpan<byte> value)
    {
        while (value.IndexOf((byte)'&') is >= 0 and var at)
        {
            value = value[(at + 1)..];
            var end = value.IndexOf((byte)';');
            if (end <= 0) return false;
            var entity = value[..end];
            var isKnown = entity.SequenceEqual("amp"u8) || entity.SequenceEqual("lt"u8) || entity.SequenceEqual("gt"u8) || entity.SequenceEqual("quot"u8) || entity.SequenceEqual("apos"u8);
            if (!isKnown && !IsNumber(entity))
            {
                if (entity.Length > 32 || entity.ContainsAnyExceptInRange((byte)'0', (byte)'z')) return false;
                if (UnknownEntity.IsEmpty) UnknownEntity = entity;
            }

            value = value[(end + 1)..];
        }

        return true;
    }

    private static bool IsNumber(ReadOnlySpan<byte> entity)
    {
        if (entity is [(byte)'#', (byte)'x', .. { Length: > 0 } hex])
        {
            foreach (var digit in hex)
                if (!char.IsAsciiHexDigit((char)digit)) return false;
            return true;
        }

        return entity is [(byte)'#', .. { Length: > 0 } number] && !number.ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }

    private XhtmlToken Break()
    {
        _at = _text.Length;
        return XhtmlToken.Broken;
    }

    private readonly void SkipSpace(ref int at)
    {
        while (at < _text.Length && _text[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') at++;
    }

    private static bool IsNameByte(byte letter) =>
        letter is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z') or (>= (byte)'0' and <= (byte)'9') or (byte)'-' or (byte)'_' or (byte)':' or (byte)'.' or >= 0x80;
}
