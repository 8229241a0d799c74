namespace CareExchange.Exchange.Tests.Operations;

public sealed class DefinitionLibraryTests
{
    [Fact]
    public async Task What_one_node_stores_counts_on_every_other_at_its_next_question_and_unchanged_definitions_are_joined_once()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var room = new OperationRoom(exchange);
        using var one = room.NewLibrary();
        using var other = room.NewLibrary();
        Assert.Null((await one.CurrentAsync(default)).Schema.FindCodeSystem("urn:c"));
        Assert.Null((await other.CurrentAsync(default)).Schema.FindCodeSystem("urn:c"));

        await exchange.CreateAsync("office", """{"resourceType":"CodeSystem","url":"urn:c","status":"active","content":"complete","concept":[{"code":"a"}]}""");
        await exchange.CreateAsync("office", """{"resourceType":"StructureDefinition","url":"urn:p","name":"P","status":"active","kind":"resource","abstract":false,"type":"Organization","baseDefinition":"http://hl7.org/fhir/StructureDefinition/Organization","derivation":"constraint","differential":{"element":[{"id":"Organization.address","path":"Organization.address","min":1}]}}""");

        var joined = await other.CurrentAsync(default);
        Assert.True(joined.Codes.Validate(null, "urn:c", null, "a").IsMember);
        Assert.False(joined.Codes.Validate(null, "urn:c", null, "b").IsMember);
        Assert.NotEmpty(joined.Schema.FindType("urn:p")!.Snapshot);
        Assert.NotNull((await one.CurrentAsync(default)).Schema.FindCodeSystem("urn:c"));
        Assert.Same(joined, await other.CurrentAsync(default));
        await exchange.CreateAsync("office", """{"resourceType":"Patient"}""");
        Assert.Same(joined, await other.CurrentAsync(default));
    }
}
