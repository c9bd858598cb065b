using Jingu.Aggregator.People;
using Jingu.Aggregator.Web.Entrance;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jingu.Aggregator.Web.Pages.Refused;

/// <summary>What people see in place of a page that they do not get; the status is that of the page.</summary>
[Requires(Access.Open)]
[IgnoreAntiforgeryToken]
internal sealed class RefusedModel : PageModel
{
    public string Heading => Texts.Get($"Refused{Kind}");

    public string WhatToDo => Texts.Get($"Refused{Kind}Hint");

    /// <summary>What a store said that cannot be used; null: it is something else.</summary>
    public string? Away => HttpContext.Features.Get<StoreAway>()?.Why;

    private string Kind => Response.StatusCode switch
    {
        StatusCodes.Status400BadRequest => "Stale",
        StatusCodes.Status403Forbidden => "Forbidden",
        StatusCodes.Status404NotFound or StatusCodes.Status200OK => "Missing",
        StatusCodes.Status405MethodNotAllowed => "Method",
        StatusCodes.Status413PayloadTooLarge => "Large",
        StatusCodes.Status503ServiceUnavailable when Away is not null => "Away",
        _ => "Failed",
    };
}
