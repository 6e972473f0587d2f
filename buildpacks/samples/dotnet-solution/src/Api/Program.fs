open System
open Core
open Microsoft.AspNetCore.Builder

let app = WebApplication.CreateBuilder([||]).Build()
app.MapGet("/{fruit}", Func<string, int>(Prices.Of)) |> ignore
app.Run()
