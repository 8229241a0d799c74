namespace CareExchange.Mapping.Profiles;

/// <summary>A file-name pattern with <c>*</c> and <c>?</c>; case does not matter, folders are not looked at.</summary>
internal static class FilePattern
{
    public static bool Matches(string pattern, string fileName)
    {
        ReadOnlySpan<char> name = fileName.AsSpan(fileName.LastIndexOfAny(['/', '\\']) + 1);
        var (at, star, retry) = (0, -1, 0);
        var next = 0;
        while (at < name.Length)
        {
            if (next < pattern.Length && pattern[next] != '*' && (pattern[next] == '?' || char.ToUpperInvariant(pattern[next]) == char.ToUpperInvariant(name[at])))
            {
                at++;
                next++;
            }
            else if (next < pattern.Length && pattern[next] == '*')
            {
                star = next++;
                retry = at;
            }
            else if (star >= 0)
            {
                next = star + 1;
                at = ++retry;
            }
            else
            {
                return false;
            }
        }

        while (next < pattern.Length && pattern[next] == '*') next++;
        return next == pattern.Length;
    }
}
