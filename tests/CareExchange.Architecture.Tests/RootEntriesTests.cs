namespace CareExchange.Architecture.Tests;

public class RootEntriesTests
{
    [Fact]
    public void The_root_holds_only_what_the_house_allows() => Guard.Accepts(RootEntries.Check(
        Directory.GetFileSystemEntries(Tree.Root).Select(path => Path.GetFileName(path)), Tree.Read(".gitignore")));

    [Fact]
    public void A_stray_file_is_refused_and_an_ignored_folder_is_not() => Assert.Equal(
        ["notes.txt does not belong at the root."],
        RootEntries.Check(["src", "data", "notes.txt"], "bin/\n/data/\n"));
}
