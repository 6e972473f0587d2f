defmodule Words do
  def count(text), do: text |> String.split(["-", "/"], trim: true) |> length()
end
