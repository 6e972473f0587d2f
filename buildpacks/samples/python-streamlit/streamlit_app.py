import streamlit as st

st.title("Squares")
number = st.slider("Number", 0, 100, 7)
st.write(f"{number} squared is {number * number}.")
